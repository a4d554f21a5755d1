// What redis-server itself says of the work that it did.
import { redis } from './rig.mjs';

export async function costs() {
  const info = (await redis.info()) + (await redis.info('commandstats'));
  const number = (field) => Number(new RegExp(`^${field}:(.*)$`, 'm').exec(info)[1]);
  return {
    commands: [...info.matchAll(/^cmdstat_.*?:calls=(\d+)/gm)].reduce((sum, [, calls]) => sum + Number(calls), 0),
    cpuUs: (number('used_cpu_user') + number('used_cpu_sys')) * 1e6,
    memory: number('used_memory'),
  };
}

/** The bytes of the keys of a pattern with their values, each measured in full. */
export async function keyBytes(match = '*') {
  let bytes = 0;
  for await (const keys of redis.scanStream({ match, count: 1000 })) {
    const sizes = await Promise.all(keys.map((key) => redis.memory('USAGE', key, 'SAMPLES', 0)));
    bytes += sizes.reduce((sum, size) => sum + size, 0);
  }
  return bytes;
}
