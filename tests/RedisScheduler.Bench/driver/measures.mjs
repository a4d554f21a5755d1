// What is measured, in which cases, and what issue 3 asks for.
import { asMuchAs, atLeast, atMost, fewerThanPeer, times } from './targets.mjs';

const size = (name, full) => Number(process.env[name] ?? full);
const jobs = size('BENCH_JOBS', 50_000);
const schedules = size('BENCH_SCHEDULES', 10_000);
const seconds = size('BENCH_SECONDS', 60);

/** Whether everything has its full size, so that it may be written down. */
export const fullSize = !['BENCH_JOBS', 'BENCH_SCHEDULES', 'BENCH_SECONDS'].some((name) => process.env[name]);

const both = ['sqlite', 'postgres'];
const files = [
  { appendonly: 'no', also: '' },
  { appendonly: 'yes', also: ', append-only file' },
];
const n = (number) => number.toLocaleString('en');

const drains = files.flatMap(({ appendonly, also }) =>
  [1, 2, 4].map((processes) => ({
    id: `drain-${processes}-${appendonly}`,
    measure: 'drain',
    title: `Drain ${n(jobs)} queued jobs, ${processes} worker ${processes > 1 ? 'processes' : 'process'}${also}`,
    args: [jobs, processes],
    databases: both,
    appendonly,
    peers: ['bullmq'],
    rows: {
      ended: 'jobs/s until the last has ended',
      recorded: 'jobs/s until every row is in SQL',
      clientCpuUs: 'CPU of the workers, µs a job',
      redisCpuUs: 'CPU of Redis, µs a job',
      commands: 'Redis commands a job, enqueue to end',
      keptBytes: 'bytes of a finished job that is kept',
      keptKilobytes: 'kB of all keys afterwards',
    },
    targets:
      processes === 1
        ? { ended: times(6), recorded: times(4, 'ended'), commands: fewerThanPeer }
        : { ended: asMuchAs(`drain-1-${appendonly}`, 'one process'), recorded: asMuchAs(`drain-1-${appendonly}`, 'one process') },
  })),
);

const enqueues = files.flatMap(({ appendonly, also }) =>
  [0, 1].map((recording) => ({
    id: `enqueue-${recording}-${appendonly}`,
    measure: 'enqueue',
    title: `Enqueue ${n(jobs)} jobs, ${recording ? 'the same process recording them meanwhile' : 'recorded afterwards'}${also}`,
    args: [jobs, recording],
    databases: both,
    appendonly,
    peers: ['bullmq'],
    rows: {
      flows50: 'run-now a second, 50 flows',
      flowsClientCpuUs: 'CPU of the client, µs a run-now',
      flowsRedisCpuUs: 'CPU of Redis, µs a run-now',
      batches500: 'jobs/s at the queue (IJobQueue), batches of 500',
      batchesClientCpuUs: 'CPU of the client, µs a job of a batch',
      batchesRedisCpuUs: 'CPU of Redis, µs a job of a batch',
      batchesRecorded: 'the same until every row is in SQL',
    },
    targets: { flows50: times(2), batches500: times(5) },
  })),
);

const registers = files.map(({ appendonly, also }) => ({
  id: `register-${appendonly}`,
  measure: 'register',
  title: `Register ${n(schedules)} schedules (cron)${also}`,
  args: [schedules],
  databases: both,
  appendonly,
  peers: ['bullmq'],
  rows: {
    flows50: 'a second into Redis (IScheduleRegistry), 50 flows',
    batches500: 'a second into Redis, batches of 500',
    defined50: 'a second through SQL into Redis, 50 flows',
    http50: 'a second over HTTP, one a request, 50 flows',
    workflows50: 'a second over HTTP, workflows of 10, 50 flows',
    intervals: 'intervals a second, 50 flows',
    commands: 'Redis commands a schedule',
    bytes: 'bytes a schedule, all keys',
    usedMemoryBytes: 'bytes a schedule, used_memory',
  },
  targets: { flows50: times(5), batches500: times(5, 'flows50'), http50: times(1, 'flows50'), workflows50: times(1, 'flows50'), bytes: atMost(500), usedMemoryBytes: atMost(500) },
}));

const history = {
  id: 'history',
  measure: 'history',
  title: `${n(jobs)} runs into the history alone, in batches of 10,000 facts`,
  args: [jobs],
  databases: both,
  appendonly: 'no',
  peers: [],
  rows: Object.fromEntries(
    [
      ['Fresh', 'made and ended in one batch'],
      ['Queued', 'made'],
      ['Ended', 'ended in a later batch'],
    ].flatMap(([key, words]) =>
      [
        ['one', 'one schedule'],
        ['many', '2,000 schedules'],
      ].flatMap(([name, whose]) => [
        [`${name}${key}RowsPerSecond`, `rows/s: ${words}, ${whose}`],
        [`${name}${key}CpuUs`, `CPU of the writing process, µs a row`],
      ]),
    ),
  ),
  targets: { oneFreshRowsPerSecond: atLeast(30_000, 20_000), manyFreshRowsPerSecond: atLeast(30_000, 20_000) },
};

const dueTimes = (measure, count, title, targets, peers = ['bullmq', 'quartz']) => ({
  id: `${measure}-${count}`,
  measure,
  title: `${n(count)} schedules ${title}`,
  args: [count, seconds],
  isDueTimes: true,
  databases: ['sqlite'],
  appendonly: 'no',
  peers,
  rows: { p50: 'lateness p50, ms', p99: 'lateness p99, ms', max: 'the last started after, ms', missed: 'due times missed', missedPercent: 'missed, %', twice: 'started twice', clientCpuUs: 'CPU of the worker, µs a run', redisCpuUs: 'CPU of Redis, µs a run' },
  targets: { ...targets, missed: atMost(0) },
});
const share = (part) => Math.round(schedules * part);

export const cases = [
  ...drains,
  ...enqueues,
  ...registers,
  history,
  dueTimes('burst', schedules, 'due in the same second', { max: atMost(250, 15) }),
  dueTimes('every-second', share(0.1), `every second, all on the second, ${seconds} s`, { p99: atMost(40) }),
  dueTimes('every-second-spread', share(0.1), `every second, spread, ${seconds} s`, { p99: atMost(5) }),
  dueTimes('every-second-spread', share(0.3), `every second, spread, ${seconds} s`, { p99: atMost(20) }, ['bullmq']),
  // Beyond what BullMQ reaches with a third of it.
  dueTimes('every-second-spread', share(1), `every second, spread, ${seconds} s`, { p99: atMost(100) }, []),
  {
    id: 'run-now',
    measure: 'run-now',
    title: 'Run-now on an idle worker: from the call to the start',
    args: [500],
    databases: both,
    appendonly: 'no',
    peers: ['bullmq'],
    rows: { p50: 'p50, ms', p99: 'p99, ms', max: 'longest, ms' },
    targets: { p50: atMost(1), p99: atMost(3) },
  },
];
