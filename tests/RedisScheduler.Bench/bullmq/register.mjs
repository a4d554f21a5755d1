// Job schedulers, one a call over 50 flows: by cron and by interval; and the bytes that one with a cron takes.
import { costs, keyBytes } from './redis-costs.mjs';
import { each, flows, openQueue, redis, warmUp } from './rig.mjs';

export async function register(count) {
  const queue = await openQueue();
  const cron = (i) => queue.upsertJobScheduler(`s${i}`, { pattern: '0 0 3 * * *', tz: 'UTC' }, { name: 'noop' });
  const interval = (i) => queue.upsertJobScheduler(`s${i}`, { every: 86_400_000 }, { name: 'noop' });
  await flows(50, warmUp, cron);
  await flows(50, warmUp, interval);
  await redis.flushall();
  const intervals = await flows(50, count, interval);
  await redis.flushall();
  const before = await costs();
  const flows50 = await flows(50, count, cron);
  const after = await costs();
  return {
    flows50,
    intervals,
    bytes: each(await keyBytes(), count),
    usedMemoryBytes: each(after.memory - before.memory, count),
    commands: each(after.commands - before.commands, count),
  };
}
