// Runs the cases, ours and the peers' one after the other, so many times: node run.mjs [RUNS] [MEASURE...]. Prints medians and ratios; started by scripts/bench.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { document } from './document.mjs';
import { cases, fullSize } from './measures.mjs';
import { databases, fresh } from './stores.mjs';
import { medians, rowsOf, text } from './table.mjs';

const [runs = 3, ...wanted] = process.argv.slice(2);
const isWanted = (test, word) => word === test.measure || word === test.id;
const unknown = wanted.filter((word) => !cases.some((test) => isWanted(test, word)));
if (!(Number(runs) > 0) || unknown.length > 0) {
  console.error(`usage: scripts/bench [RUNS] [MEASURE...], a measure is one of ${[...new Set(cases.flatMap((test) => [test.measure, test.id]))].join(', ')}`);
  process.exit(2);
}

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
/** How many jobs a process runs at the same time: the best for each, of 100, 200, 400, 800, 1,600 and 2,000. */
const concurrency = { ours: 2000, bullmq: 200, quartz: 200 };
/** The same of ours where schedules come due: as many as can be held until then. For the peers more is no better. */
const concurrencyWhenDue = 10_000;
const programs = {
  ours: [path('../bin/Release/net10.0/RedisScheduler.Bench')],
  bullmq: [process.execPath, path('../bullmq/main.mjs')],
  quartz: [path('../../RedisScheduler.Bench.Quartz/bin/Release/net10.0/RedisScheduler.Bench.Quartz')],
};

function measure(program, test, settings) {
  const [command, ...first] = programs[program];
  const env = { ...process.env, ...settings, LOG_LEVEL: 'warning', WORKER_CONCURRENCY: String(program === 'ours' && test.isDueTimes ? concurrencyWhenDue : concurrency[program]) };
  const output = execFileSync(command, [...first, test.measure, ...test.args.map(String)], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(output.trim().split('\n').at(-1));
}

const [tables, ours] = [[], {}];
for (const test of cases.filter((each) => wanted.length === 0 || wanted.some((word) => isWanted(each, word)))) {
  const results = {};
  for (let run = 0; run < runs; run++) {
    for (const peer of test.peers) (results[peer] ??= []).push(measure(peer, test, fresh('sqlite', test.appendonly)));
    for (const database of test.databases.filter((name) => databases.includes(name))) {
      (results[database] ??= []).push(measure('ours', test, fresh(database, test.appendonly)));
    }
  }
  const columns = Object.fromEntries(Object.entries(results).map(([name, list]) => [name, medians(list)]));
  ours[test.id] = columns;
  const rows = rowsOf(test, columns, ours);
  tables.push({ test, rows });
  console.log(text(test.title, rows));
}

if (runs >= 3 && fullSize && databases.includes('postgres')) {
  document(path('../../../docs/benchmarks.md'), runs, cases, tables);
} else {
  console.log('\ndocs/benchmarks.md is left as it is: measures are written down that ran in full size, three times or more, with PostgreSQL.');
}
