// The stores that scripts/bench has started, made empty before each run.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';

const { BENCH_WORK: work, BENCH_REDIS_PORT: port, BENCH_POSTGRES: postgres } = process.env;
const redis = (...command) => execFileSync('redis-cli', ['-p', port, ...command], { encoding: 'utf8' });

export const databases = postgres ? ['sqlite', 'postgres'] : ['sqlite'];

/** Empties both stores; answers the settings to use them. */
export function fresh(database, appendonly) {
  redis('config', 'set', 'appendonly', 'no');
  redis('flushall');
  redis('config', 'resetstat');
  redis('config', 'set', 'appendonly', appendonly);
  while (/aof_rewrite_(in_progress|scheduled):1/.test(redis('info', 'persistence'))) execFileSync('sleep', ['0.05']);
  return { REDIS_URL: `redis://127.0.0.1:${port}`, DATABASE_URL: database === 'postgres' ? freshPostgres() : freshSqlite(), DATA_DIR: work };
}

function freshSqlite() {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${work}/history.db${suffix}`, { force: true });
  return `sqlite:${work}/history.db`;
}

function freshPostgres() {
  for (const sql of ['DROP DATABASE IF EXISTS bench WITH (FORCE)', 'CREATE DATABASE bench']) {
    execFileSync(process.env.BENCH_PSQL, ['-q', '-d', `${postgres}/postgres`, '-c', sql], { stdio: ['ignore', 'ignore', 'pipe'] });
  }
  return `${postgres}/bench`;
}
