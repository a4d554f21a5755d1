// Queued jobs until Redis has accepted the last finish, by worker processes that are warm. The queue is paused while it is filled; then time begins, and it is let go.
import { performance } from 'node:perf_hooks';
import { costs, keyBytes } from './redis-costs.mjs';
import { each, ended, fill, name, openQueue, perSecond, redis, warmUp } from './rig.mjs';
import { startWorkers } from './worker-processes.mjs';

export async function drain(count, processes) {
  const queue = await openQueue();
  const workers = await startWorkers(processes);
  await fill(queue, warmUp * processes);
  await ended();
  await queue.pause();
  const empty = await costs();
  await fill(queue, count);

  const [clients, full] = [await workers.cpuUs(), await costs()];
  const start = performance.now();
  await queue.resume();
  await ended();
  const rate = perSecond(count, start);
  const [clientsAfter, after] = [await workers.cpuUs(), await costs()];
  const result = {
    ended: rate,
    clientCpuUs: each(clientsAfter - clients, count),
    redisCpuUs: each(after.cpuUs - full.cpuUs, count),
    commands: each(after.commands - empty.commands, count),
    keptBytes: each(await keyBytes(`bull:${name}:[0-9]*`), await redis.zcard(`bull:${name}:completed`)),
    keptKilobytes: each(await keyBytes(), 1000),
  };
  await workers.stop();
  return result;
}
