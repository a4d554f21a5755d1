// What the measures of BullMQ share: the queue, its best settings, and jobs that do nothing.
import { performance } from 'node:perf_hooks';
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';

const url = new URL(process.env.REDIS_URL);
export const connection = { host: url.hostname, port: Number(url.port), maxRetriesPerRequest: null };
export const name = 'bench';
/** How many of the same each process does before it is measured: both runtimes compile just in time. */
export const warmUp = 10_000;
/** The same where one takes about a millisecond. */
export const shortWarmUp = 2000;
export const redis = new Redis(connection);

export async function openQueue() {
  const queue = new Queue(name, { connection });
  await queue.waitUntilReady();
  return queue;
}

/** A worker with the best settings that were found. */
export async function openWorker(run) {
  const worker = new Worker(name, run, { connection, concurrency: Number(process.env.WORKER_CONCURRENCY), removeOnComplete: { count: 500 } });
  await worker.waitUntilReady();
  return worker;
}

/** Jobs in batches of 500. */
export async function fill(queue, jobs) {
  for (let i = 0; i < jobs; i += 500) {
    await queue.addBulk(Array.from({ length: Math.min(500, jobs - i) }, () => ({ name: 'noop', data: {} })));
  }
}

/** Runs one(number) for every number below count over so many flows; answers how many a second. */
export async function flows(flowCount, count, one) {
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: flowCount }, async () => {
      while (next < count) await one(next++);
    }),
  );
  return perSecond(count, start);
}

export const perSecond = (count, start) => Math.round((count * 1000) / (performance.now() - start));
/** What one of so many costs, to a tenth. */
export const each = (total, count) => Math.round((10 * total) / count) / 10;
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Looks every 2 ms, as our own measure does, at most for two minutes. */
export async function until(holds, what) {
  for (const limit = performance.now() + 120_000; !(await holds()); await pause(2)) {
    if (performance.now() > limit) throw new Error(`Not within two minutes: ${what}.`);
  }
}

/** Every job that was queued has been finished, and Redis knows. */
export async function ended() {
  await until(async () => (await redis.llen(`bull:${name}:wait`)) === 0, 'the queue is empty');
  await until(async () => (await redis.llen(`bull:${name}:active`)) === 0, 'all jobs have ended');
}
