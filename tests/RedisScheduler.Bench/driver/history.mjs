// Measures the questions to a history of so many rows: node history.mjs [ROWS] [sqlite|postgres]. Prints tables; in full size writes docs/history-scale.md. Started by scripts/bench-history.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { machine } from './machine.mjs';
import { databases, fresh } from './stores.mjs';
import { markdown, text } from './table.mjs';

const [rows, database] = [Number(process.argv[2] ?? 10_000_000), process.argv[3] ?? databases.at(-1)];
if (!(rows >= 10_000) || !databases.includes(database)) {
  console.error(`usage: scripts/bench-history [ROWS, from 10,000] [${databases.join('|')}]`);
  process.exit(2);
}

const labels = {
  find: 'one run by its id',
  attempts: 'the attempts of a run',
  list: 'the newest runs',
  listFrom: 'runs before a moment',
  listSchedule: 'runs of a schedule before a moment',
  listWorkflow: 'runs of a workflow before a moment',
  listFailed: 'failed runs before a moment',
  listFailedOfSchedule: 'failed runs of a schedule',
  listFailedOfWorkflow: 'failed runs of a workflow',
  listNoneOfSchedule: 'runs of a schedule that timed out (there are none)',
  listRunning: 'what runs (nothing does)',
  listManual: 'runs by hand before a moment',
  listManualOfSchedule: 'runs by hand of a schedule',
  statsDay: 'statistics of a day',
  statsMonth: 'statistics of the month, by day',
  statsMonthByHour: 'statistics of the month, by hour',
  statsScheduleDay: 'statistics of a schedule, a day',
  statsScheduleMonth: 'statistics of a schedule, the month',
};
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const env = { ...process.env, ...fresh(database, 'no'), LOG_LEVEL: 'warning' };
const until = String(Math.floor(Date.now() / 1000));
const measure = (name) => {
  const output = execFileSync(path('../bin/Release/net10.0/RedisScheduler.Bench'), [name, String(rows), until], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(output.trim().split('\n').at(-1));
};
const { rowsPerSecond } = measure('history-fill');
// What autovacuum does within the days in which such a history comes about.
if (database === 'postgres') execFileSync(process.env.BENCH_PSQL, ['-q', '-d', env.DATABASE_URL, '-c', 'VACUUM ANALYZE', '-c', 'CHECKPOINT']);
const { questions, deletions, alone, whileDeleting } = measure('history-reads');

const figure = (value) => value.toFixed(2);
const asked = [
  ['ms', 'p50', 'p99', 'asked for, p99', 'reached'],
  ...questions.map(({ name, p50, p99 }) => [labels[name], figure(p50), figure(p99), '< 50', p99 < 50 ? 'yes' : 'no']),
];
const meanwhile = [
  ['ms', 'how many', 'p50', 'p99', 'longest'],
  ...[
    ['a question, nothing is deleted', alone[0]],
    ['a question, while days are deleted', whileDeleting[0]],
    ['a write of 100 runs, nothing is deleted', alone[1]],
    ['a write of 100 runs, while days are deleted', whileDeleting[1]],
    [database === 'postgres' ? 'the deletion of a day' : 'the deletion of 1,000 runs', deletions],
  ].map(([label, { count, p50, p99, max }]) => [label, count.toLocaleString('en'), figure(p50), figure(p99), figure(max)]),
];
const titles = [`Questions to ${rows.toLocaleString('en')} rows, ${database}, filled with ${rowsPerSecond.toLocaleString('en')} rows a second`, 'Retention'];
console.log(text(titles[0], asked));
console.log(text(titles[1], meanwhile));

if (rows >= 10_000_000 && database === 'postgres') {
  const parts = [
    '# A history of ten million rows',
    `Written by \`scripts/bench-history\` on ${new Date().toISOString().slice(0, 10)}.`,
    ['| | |', '|---|---|', ...machine().map(([name, value]) => `| ${name} | ${value} |`)].join('\n'),
    'The runs of 30 days, evenly spread over 1,000 schedules in 250 workflows; one in fifty failed, one in a thousand was asked for by hand. PostgreSQL has its default settings, and has vacuumed and analysed the tables. Each question is asked 200 times, one after the other, each time of another place, after ten times that do not count; lists are pages of 50.',
    markdown(titles[0], asked),
    markdown(titles[1], meanwhile),
    'Ten days are deleted one after the other, as the Janitor does, while two clients ask (a run, the newest runs, those of a schedule, the failed ones, statistics of a day) and one writes as the Recorder does, all without a pause.',
  ];
  const file = path('../../../docs/history-scale.md');
  writeFileSync(file, `${parts.join('\n\n')}\n`);
  console.log(`\nwritten: ${file}`);
} else {
  console.log('\ndocs/history-scale.md is left as it is: it is written for 10,000,000 rows in PostgreSQL.');
}
