// Measures at 1,000, 10,000 … schedules up to a count: node scale.mjs [COUNT] [RATE]. Prints a table and a plot; in full size writes docs/scale.md. Started by scripts/bench-scale.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { scaleDocument } from './scale-document.mjs';
import { databases, fresh } from './stores.mjs';
import { text } from './table.mjs';

const [count, rate] = [Number(process.argv[2] ?? 1_000_000), Number(process.argv[3] ?? 10_000)];
if (!(count >= 1000 && rate >= 1)) {
  console.error('usage: scripts/bench-scale [COUNT, from 1,000] [RUNS A SECOND]');
  process.exit(2);
}

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const database = databases.at(-1);
const measure = (schedules, runsPerSecond) => {
  const env = { ...process.env, ...fresh(database, 'no'), LOG_LEVEL: 'warning', WORKER_CONCURRENCY: '2000' };
  const args = ['scale', String(schedules), String(runsPerSecond)];
  const output = execFileSync(path('../bin/Release/net10.0/RedisScheduler.Bench'), args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(output.trim().split('\n').at(-1));
};

const sizes = [1_000, 10_000, 100_000, 1_000_000].filter((size) => size < count);
const results = [...[...sizes, count].map((size) => measure(size, Math.min(1000, rate))), ...(rate > 1000 ? [measure(count, rate)] : [])];

const labels = {
  schedules: 'schedules',
  rate: 'runs a second',
  savedPerSecond: 'saved a second, SQL and Redis',
  redisBytes: 'Redis, bytes a schedule',
  workerMegabytes: 'worker, MB',
  compareWorkerSeconds: 'start of a worker, with a comparison of SQL with Redis: its CPU, s',
  compareRedisSeconds: 'the same: CPU of Redis, s',
  rebuildSeconds: 'back after FLUSHALL, s',
  idleWorkerPercent: 'idle worker, % of a core',
  idleRedisPercent: 'idle Redis, % of a core',
  runWorkerUs: 'CPU of the worker, µs a run',
  runRedisUs: 'CPU of Redis, µs a run',
  lastEndedAfterMs: 'last run ended after, ms',
};
const rows = Object.entries(labels).map(([key, label]) => [label, ...results.map((result) => result[key].toLocaleString('en'))]);
console.log(text(`Scale, ${database}`, rows));

const most = Math.max(...results.map(({ runWorkerUs, runRedisUs }) => runWorkerUs + runRedisUs));
console.log('\nCPU a run, worker (#) and Redis (=), by schedules');
for (const { schedules, rate: perSecond, runWorkerUs, runRedisUs } of results) {
  const bar = (us, sign) => sign.repeat(Math.round((50 * us) / most));
  console.log(`  ${schedules.toLocaleString('en').padStart(9)} at ${String(perSecond).padStart(6)}/s  ${bar(runWorkerUs, '#')}${bar(runRedisUs, '=')} ${Math.round(runWorkerUs + runRedisUs)} µs`);
}

if (count >= 1_000_000 && rate >= 10_000) {
  scaleDocument(path('../../../docs'), database, rows, results);
} else {
  console.log('\ndocs/scale.md is left as it is: it is written for 1,000,000 schedules and 10,000 runs a second.');
}
