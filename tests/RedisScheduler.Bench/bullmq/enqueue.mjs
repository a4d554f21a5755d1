// Jobs into a queue: one a call over 50 flows, and in batches of 500.
import { performance } from 'node:perf_hooks';
import { fill, flows, openQueue, perSecond, redis, warmUp } from './rig.mjs';

export async function enqueue(count) {
  const queue = await openQueue();
  const one = () => queue.add('noop', {});
  await flows(50, warmUp, one);
  await fill(queue, warmUp);
  const flows50 = await flows(50, count, one);
  await redis.flushall();
  const start = performance.now();
  await fill(queue, count);
  return { flows50, batches500: perSecond(count, start) };
}
