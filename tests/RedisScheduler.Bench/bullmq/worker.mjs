// A worker process. Answers every line of its input with the CPU time that it has used, in microseconds, and ends with it.
import { createInterface } from 'node:readline';
import { openWorker } from './rig.mjs';

export async function worker() {
  await openWorker(async () => {});
  const lines = createInterface({ input: process.stdin });
  lines.on('line', () => {
    const { user, system } = process.cpuUsage();
    console.log(user + system);
  });
  lines.on('close', () => process.exit(0));
}
