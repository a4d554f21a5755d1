// One measure of BullMQ on the redis-server of REDIS_URL: node main.mjs MEASURE COUNT [N]. The last line that it prints is JSON.
import { drain } from './drain.mjs';
import { burst, everySecond, everySecondSpread } from './due-times.mjs';
import { enqueue } from './enqueue.mjs';
import { register } from './register.mjs';
import { runNow } from './run-now.mjs';
import { worker } from './worker.mjs';

const measures = { drain, enqueue, register, burst, 'every-second': everySecond, 'every-second-spread': everySecondSpread, 'run-now': runNow, worker };
const [measure, ...numbers] = process.argv.slice(2);
if (!measures[measure]) {
  console.error(`usage: node main.mjs ${Object.keys(measures).join('|')} COUNT [N]`);
  process.exit(2);
}
const result = await measures[measure](...numbers.map(Number));
if (result) {
  console.log(JSON.stringify(result));
  process.exit(0);
}
