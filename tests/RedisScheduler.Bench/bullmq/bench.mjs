// Measures BullMQ on one redis-server: node bench.mjs MEASURE PORT [COUNT]. Prints one JSON line.
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createHistogram, performance } from 'node:perf_hooks';

const [measure, port, count = '50000', extra = '200'] = process.argv.slice(2);
const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null };
const n = Number(count);
const name = 'bench';
const noop = async () => {};
const print = (result) => console.log(JSON.stringify({ measure, ...result }));
const perSecond = (jobs, ms) => Math.round((jobs * 1000) / ms);

async function fresh() {
  const client = new Redis(connection);
  await client.flushall();
  const queue = new Queue(name, { connection });
  await queue.waitUntilReady();
  return { queue, client };
}

async function fill(queue, jobs) {
  for (let i = 0; i < jobs; i += 500) {
    await queue.addBulk(Array.from({ length: Math.min(500, jobs - i) }, () => ({ name: 'noop', data: {} })));
  }
}

/** Resolves when so many jobs have completed in this process. */
function drainHere(jobs, concurrency) {
  return new Promise((resolve) => {
    let done = 0;
    const worker = new Worker(
      name,
      async () => {
        if (++done === jobs) setImmediate(() => resolve(worker));
      },
      { connection, concurrency, removeOnComplete: { count: 500 } },
    );
  });
}

async function drain(processes) {
  const { queue } = await fresh();
  await fill(queue, n);
  const concurrency = Number(extra);
  if (processes === 1) {
    const start = performance.now();
    const worker = await drainHere(n, concurrency);
    while ((await queue.getJobCountByTypes('active', 'waiting')) > 0) await new Promise((r) => setImmediate(r));
    print({ jobsPerSecond: perSecond(n, performance.now() - start) });
    await worker.close();
  } else {
    const children = Array.from({ length: processes }, () =>
      fork(fileURLToPath(import.meta.url), ['child', port, '0', extra], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }),
    );
    await Promise.all(children.map((child) => new Promise((r) => child.once('message', r))));
    const start = performance.now();
    children.forEach((child) => child.send('go'));
    while ((await queue.getJobCountByTypes('active', 'waiting')) > 0) await new Promise((r) => setTimeout(r, 5));
    print({ jobsPerSecond: perSecond(n, performance.now() - start) });
    children.forEach((child) => child.kill('SIGKILL'));
  }
  await queue.close();
}

async function child() {
  const worker = new Worker(name, noop, { connection, concurrency: Number(extra), autorun: false, removeOnComplete: { count: 500 } });
  await worker.waitUntilReady();
  process.once('message', () => worker.run());
  process.send('ready');
}

async function flows(flowCount, one) {
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: flowCount }, async () => {
      while (next < n) await one(next++);
    }),
  );
  return perSecond(n, performance.now() - start);
}

async function enqueue() {
  const { queue, client } = await fresh();
  const single = await flows(50, () => queue.add('noop', {}));
  await client.flushall();
  const start = performance.now();
  await fill(queue, n);
  print({ flows50: single, batches500: perSecond(n, performance.now() - start) });
  await queue.close();
}

async function register() {
  const { queue, client } = await fresh();
  const memory = async () => Number(/used_memory:(\d+)/.exec(await client.info('memory'))[1]);
  const before = await memory();
  const cron = await flows(50, (i) => queue.upsertJobScheduler(`s${i}`, { pattern: '0 0 3 * * *' }, { name: 'noop' }));
  print({ cron, bytes: Math.round(((await memory()) - before) / n) });
  await queue.close();
}

/** So many schedulers due in one second: from that second until the last job started. */
async function burst() {
  const { queue } = await fresh();
  const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + Math.max(8000, n));
  const pattern = `${at.getUTCSeconds()} ${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
  await flows(50, (i) => queue.upsertJobScheduler(`s${i}`, { pattern, tz: 'UTC' }, { name: 'noop' }));
  const last = await new Promise((resolve) => {
    let done = 0;
    const worker = new Worker(
      name,
      async () => {
        if (++done === n) {
          resolve(Date.now());
          worker.close(true);
        }
      },
      { connection, concurrency: Number(extra), removeOnComplete: { count: 500 } },
    );
  });
  print({ max: last - at.getTime() });
  await queue.close();
  process.exit(0);
}

/** So many schedulers every second for 60 s, on the second or spread: lateness and misses. */
async function every(spread) {
  const { queue } = await fresh();
  const seconds = 60;
  const lateness = createHistogram();
  let runs = 0;
  const begin = Math.ceil(Date.now() / 1000) * 1000 + Math.max(4000, n);
  for (let i = 0; i < n; i += 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, n - i) }, (_, j) =>
        spread
          ? queue.upsertJobScheduler(`s${i + j}`, { every: 1000, offset: Math.floor(((i + j) * 1000) / n), startDate: begin }, { name: 'noop' })
          : queue.upsertJobScheduler(`s${i + j}`, { pattern: '* * * * * *', startDate: begin }, { name: 'noop' }),
      ),
    );
  }
  const worker = new Worker(
    name,
    async (job) => {
      const due = Number(job.id.slice(job.id.lastIndexOf(":") + 1));
      if (due >= begin + 1000 && due < begin + 1000 + seconds * 1000) {
        runs++;
        lateness.record(Math.max(1, Math.round((Date.now() - due) * 1000)));
      }
    },
    { connection, concurrency: Number(extra), removeOnComplete: { count: 500 } },
  );
  await new Promise((r) => setTimeout(r, begin + 1000 + seconds * 1000 + 3000 - Date.now()));
  const ms = (q) => lateness.percentile(q) / 1000;
  print({ p50: ms(50), p99: ms(99), missedPercent: Math.round((1 - runs / (n * seconds)) * 1000) / 10 });
  await worker.close(true);
  process.exit(0);
}

const measures = {
  drain1: () => drain(1),
  drain2: () => drain(2),
  drain4: () => drain(4),
  child,
  enqueue,
  register,
  burst,
  'every-second': () => every(false),
  'every-second-spread': () => every(true),
};

if (!measures[measure]) {
  console.error(`usage: node bench.mjs ${Object.keys(measures).join('|')} PORT [COUNT] [CONCURRENCY]`);
  process.exit(2);
}
await measures[measure]();
if (measure !== 'child') process.exit(0);
