// From the call that enqueues one job to the start of its handler, on a worker that has nothing else to do.
import { performance } from 'node:perf_hooks';
import { openQueue, openWorker, pause, shortWarmUp } from './rig.mjs';

export async function runNow(count) {
  const queue = await openQueue();
  let started;
  const worker = await openWorker(async () => started(performance.now()));
  const one = async () => {
    const running = new Promise((resolve) => (started = resolve));
    const asked = performance.now();
    await queue.add('noop', {});
    return (await running) - asked;
  };
  for (let i = 0; i < shortWarmUp; i++) await one();
  const latencies = [];
  for (let i = 0; i < count; i++) {
    await pause(10); // Until the worker is idle again.
    latencies.push(await one());
  }
  await worker.close(true);
  latencies.sort((a, b) => a - b);
  return { p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99), max: quantile(latencies, 1) };
}

/** Of sorted numbers, to a hundredth. */
export const quantile = (sorted, q) => (sorted.length ? Math.round(100 * sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]) / 100 : null);
