// So many job schedulers due in one second, or every second for so long, on the second or spread over it: how late each run started, and how many due times never had one.
import { flows, openQueue, openWorker, pause, warmUp } from './rig.mjs';
import { quantile } from './run-now.mjs';

const quietMs = 10_000;
const warmSchedulers = 1000;
const warmSeconds = warmUp / warmSchedulers;

/** All due times of [begin, begin + seconds) of the schedulers that add(queue, id, begin) makes: their lateness, each counted once. */
class Window {
  constructor(count, seconds) {
    Object.assign(this, { count, seconds, begin: Infinity, lateness: [], seen: new Set(), lastStart: 0 });
  }

  note(job) {
    const now = Date.now();
    // A job of a scheduler is called repeat:ID:DUE.
    const [, id, dueText] = job.id.split(':');
    const due = Number(dueText);
    if (due >= this.begin && due < this.begin + this.seconds * 1000 && !this.seen.has(`${id}:${due}`)) {
      this.seen.add(`${id}:${due}`);
      this.lateness.push(Math.max(0, now - due));
      this.lastStart = now;
    }
  }

  /** Until all have started, or none has for ten seconds after the last was due. */
  async over() {
    const end = this.begin + this.seconds * 1000;
    while (this.lateness.length < this.count * this.seconds && Date.now() < Math.max(end, this.lastStart) + quietMs) await pause(5);
  }

  result() {
    const [sorted, expected] = [this.lateness.sort((a, b) => a - b), this.count * this.seconds];
    return {
      p50: quantile(sorted, 0.5),
      p99: quantile(sorted, 0.99),
      max: quantile(sorted, 1),
      missed: expected - sorted.length,
      missedPercent: Math.round((1 - sorted.length / expected) * 1000) / 10,
    };
  }
}

async function run(count, seconds, add) {
  const queue = await openQueue();
  let window = new Window(0, 0);
  const worker = await openWorker(async (job) => window.note(job));
  await measure(warmSchedulers, warmSeconds, 'w', eachSecond(warmSeconds));
  await worker.pause();
  const result = await measure(count, seconds, 's', add, () => worker.resume());
  worker.close(true);
  return result.result();

  async function measure(schedulers, length, prefix, register, registered = () => {}) {
    const begin = Math.ceil(Date.now() / 1000) * 1000 + 3000 + schedulers;
    window = new Window(schedulers, length);
    window.begin = begin;
    await flows(50, schedulers, (i) => register(queue, `${prefix}${i}`, begin, i, schedulers));
    if (Date.now() > begin - 500) throw new Error('The schedulers were registered too late.');
    registered();
    await window.over();
    return window;
  }
}

function oneSecond(queue, id, begin) {
  const at = new Date(begin);
  const pattern = `${at.getUTCSeconds()} ${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
  return queue.upsertJobScheduler(id, { pattern, tz: 'UTC' }, { name: 'noop' });
}

export const burst = (count) => run(count, 1, oneSecond);

function eachSecond(seconds) {
  return (queue, id, begin) =>
    queue.upsertJobScheduler(id, { pattern: '* * * * * *', tz: 'UTC', startDate: begin - 1, endDate: begin + seconds * 1000 - 1 }, { name: 'noop' });
}

export const everySecond = (count, seconds) => run(count, seconds, eachSecond(seconds));

export const everySecondSpread = (count, seconds) =>
  run(count, seconds, (queue, id, begin, i, all) =>
    queue.upsertJobScheduler(id, { every: 1000, startDate: begin + Math.floor((i * 1000) / all) }, { name: 'noop' }),
  );
