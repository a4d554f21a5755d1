// Where and with what it was measured.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';

const said = (command, ...args) => execFileSync(command, args, { encoding: 'utf8' }).trim();
const packageVersion = (folder) => JSON.parse(readFileSync(new URL(`../bullmq/node_modules/${folder}/package.json`, import.meta.url))).version;
const pinned = (name) => new RegExp(`(?:<${name}>|"${name}" Version=")([0-9.]+)`).exec(readFileSync(new URL('../../../Directory.Packages.props', import.meta.url)))[1];

/** What was measured. */
export const revision = () => said('git', 'rev-parse', '--short', 'HEAD');

export const machine = () => [
  ['Machine', `${cpus().length} × ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${platform()} ${release()} ${arch()}; clients, Redis and PostgreSQL all on it`],
  ['redis-server', /v=(\S+)/.exec(said('redis-server', '--version'))[1]],
  ...(process.env.BENCH_PSQL ? [['PostgreSQL', /[\d.]+/.exec(said(process.env.BENCH_PSQL, '--version'))[0]]] : []),
  ['RedisScheduler', `.NET SDK ${said('dotnet', '--version')}, StackExchange.Redis ${pinned('StackExchangeRedisVersion')}`],
];

export const peers = () => [
  ['BullMQ', `${packageVersion('bullmq')}, ioredis ${packageVersion('ioredis')}, node ${process.versions.node}`],
  ['Quartz.NET', `${pinned('Quartz')}, in memory`],
];
