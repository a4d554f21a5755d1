// Drains over 1, 2 and 4 shards of a cluster: node shards.mjs "PORTS" [JOBS] [RUNS]. Prints a table; in full size writes it into docs/shards.md. Started by scripts/bench-shards.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { machine } from './machine.mjs';
import { databases, fresh } from './stores.mjs';
import { markdown, medians, text } from './table.mjs';

const ports = process.argv[2].split(' ');
const [jobs, runs] = [Number(process.argv[3] ?? 50_000), Number(process.argv[4] ?? 3)];
if (!(jobs >= 1000 && runs >= 1)) {
  console.error('usage: scripts/bench-shards [JOBS, from 1,000] [RUNS]');
  process.exit(2);
}

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const database = databases.at(-1);
const counts = [1, 2, 4];

function measure(shards) {
  const env = { ...process.env, ...fresh(database, 'no'), REDIS_URL: ports.map((port) => `redis://127.0.0.1:${port}`).join(','), SHARDS: String(shards), LOG_LEVEL: 'warning', WORKER_CONCURRENCY: '2000' };
  for (const port of ports) execFileSync('redis-cli', ['-p', port, 'flushall']);
  const output = execFileSync(path('../bin/Release/net10.0/RedisScheduler.Bench'), ['drain-spread', String(jobs), '1'], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(output.trim().split('\n').at(-1));
}

const results = Object.fromEntries(counts.map((shards) => [shards, []]));
for (let run = 0; run < runs; run++) for (const shards of counts) results[shards].push(measure(shards));
const columns = counts.map((shards) => medians(results[shards]));

const labels = {
  ended: 'jobs/s until the last has ended',
  recorded: 'jobs/s until every row is in SQL',
  clientCpuUs: 'CPU of the worker, µs a job',
  redisCpuUs: 'CPU of all nodes, µs a job',
  busiestRedisCpuUs: 'CPU of the busiest node, µs a job',
  commands: 'Redis commands a job, enqueue to end',
};
const rows = [['', ...counts.map((shards) => `${shards} ${shards > 1 ? 'shards' : 'shard'}`)], ...Object.entries(labels).map(([key, label]) => [label, ...columns.map((column) => column[key].toLocaleString('en'))])];
const title = `Drain ${jobs.toLocaleString('en')} queued jobs of 1,000 schedules, one worker process with 2,000 slots, a cluster of ${ports.length} nodes, ${database === 'postgres' ? 'PostgreSQL' : 'SQLite'}`;
console.log(text(title, rows));

/** What the measured costs mean for machines with more cores. */
function meaning() {
  const [one, last] = [columns[0], columns.at(-1)];
  const share = last.busiestRedisCpuUs / last.redisCpuUs;
  const aSecond = (us) => `${(Math.round(1e4 / us) / 10).toFixed(1)} k`;
  const times = (a, b) => (a / b).toFixed(1);
  return [
    '### What one more shard gives',
    [
      `All of it ran on ${cpus().length} cores: the worker, every node, the database and the process that measures. Shards add no cores, so the jobs/s above are those of the machine, not of the shards. What carries over to a machine with more of them are the costs a job:`,
      '',
      `- One shard is one redis-server, which works on one core: at ${one.redisCpuUs} µs a job that core is full at ${aSecond(one.redisCpuUs)} jobs/s, and each further shard on a core of its own adds as much.`,
      `- At ${counts.at(-1)} shards a job costs ${last.redisCpuUs} µs of Redis and ${last.commands} commands instead of ${one.commands}: nodes that are not full answer sooner, and a worker then reports and takes fewer jobs in each call. By that cost, which is the highest that a shard comes to, it adds ${aSecond(last.redisCpuUs)} jobs/s.`,
      `- Of ${counts.at(-1)} shards the busiest node did ${Math.round(share * 100)} % of the work (an even share is ${Math.round(100 / counts.at(-1))} %), so ${counts.at(-1)} shards on ${counts.at(-1)} cores carry ${times(1, share)} times what one carries: ${aSecond(last.redisCpuUs * share)} jobs/s by the highest cost, ${aSecond(one.redisCpuUs * share)} by the lowest.`,
      `- Workers need ${times(last.clientCpuUs, last.redisCpuUs)} cores for each core of Redis (${last.clientCpuUs} µs a job with the recorder; at one shard ${one.clientCpuUs}), and may be further processes on further machines. The CPU of the database comes on top, and so does the work of the handlers.`,
      '- So a further shard pays where the node of a shard is at its core and workers have cores left; before that it costs the loops of one more shard in every process.',
    ].join('\n'),
  ];
}

if (jobs >= 50_000 && runs >= 3) {
  const [begin, end] = ['<!-- figures: begin -->', '<!-- figures: end -->'];
  const file = path('../../../docs/shards.md');
  const old = readFileSync(file, 'utf8');
  const parts = [
    begin,
    '## Figures',
    `Written by \`scripts/bench-shards\` on ${new Date().toISOString().slice(0, 10)}: medians of ${runs} runs.`,
    ['| | |', '|---|---|', ...machine().map(([name, value]) => `| ${name} | ${value} |`)].join('\n'),
    markdown(title, rows),
    ...meaning(),
    end,
  ];
  writeFileSync(file, old.slice(0, old.indexOf(begin)) + parts.join('\n\n') + old.slice(old.indexOf(end) + end.length));
  console.log('\nwritten: docs/shards.md');
} else {
  console.log(`\n${meaning().join('\n\n')}\n\ndocs/shards.md is left as it is: it is written for 50,000 jobs and three runs or more.`);
}
