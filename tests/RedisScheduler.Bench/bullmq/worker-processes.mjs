// Worker processes of the measuring one, which only fills, watches and asks them for their CPU time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('main.mjs', import.meta.url));

/** Starts so many; comes back when all run. */
export async function startWorkers(count) {
  const children = Array.from({ length: count }, () => spawn(process.execPath, [main, 'worker'], { stdio: ['pipe', 'pipe', 'inherit'] }));
  const cpuOf = async (child) => {
    child.stdin.write('\n');
    return Number(await once(child.stdout, 'data'));
  };
  const workers = {
    /** The CPU time that all have used so far, in microseconds. */
    cpuUs: async () => (await Promise.all(children.map(cpuOf))).reduce((sum, us) => sum + us),
    stop: () => Promise.all(children.map((child) => (child.stdin.end(), once(child, 'exit')))),
  };
  await workers.cpuUs();
  return workers;
}
