// Writes docs/scale.md and its plot: what was measured, and what a fleet needs, computed from it.
import { writeFileSync } from 'node:fs';
import { machine } from './machine.mjs';
import { markdown } from './table.mjs';

/** The busiest second of a day against its mean, and how busy a core may be. */
const [peak, busy] = [4, 0.6];

export function scaleDocument(folder, database, rows, results) {
  const last = results.at(-1);
  const measured = [results.at(-2), last];
  const fleet = [['runs a day', 'a second, mean', `a second, peak (× ${peak})`, 'cores of workers', 'cores of Redis', 'shards'], ...[1e6, 1e8, 1e9].map((perDay) => fleetRow(perDay, measured))];
  const parts = [
    '# Scale',
    `Written by \`scripts/bench-scale\` on ${new Date().toISOString().slice(0, 10)}.`,
    ['| | |', '|---|---|', ...machine().map(([name, value]) => `| ${name} | ${value} |`)].join('\n'),
    markdown(`Measured, history in ${database === 'postgres' ? 'PostgreSQL' : 'SQLite'}`, rows),
    'Most schedules are crons over ten time zones, due tomorrow or later; as many as the rate says are due every second for ten seconds. A run is all of it: fired, taken, run, finished, and in SQL. The worker is one process that fires, runs and records. Idle is measured over 70 s in which nothing is due. One of all processes compares SQL with Redis, every minute, or after ten times as long as the comparison before took: one comparison is part of these 70 s, and with a million the end of it of the ten seconds in which runs are measured too.',
    '![CPU a run by the number of schedules](images/scale-run.svg)',
    markdown('What a fleet needs', fleet),
    [
      `With *n* runs a day, the peak *p* = *n* / 86,400 × ${peak} a second, and a core that is busy for ${busy * 100} % at the peak. A call of Redis costs as much as some ten jobs in it, and how many share one depends on the rate: below ${last.rate.toLocaleString('en')} runs a second the costs at ${measured[0].rate.toLocaleString('en')} are taken, which is too much rather than too little.`,
      '',
      `- cores of workers = *p* × ${measured.map((result) => result.runWorkerUs).join(' or ')} µs / ${busy}; the work of the handlers comes on top, and the CPU of PostgreSQL;`,
      `- cores of Redis = *p* × ${measured.map((result) => result.runRedisUs).join(' or ')} µs / ${busy}. Redis runs on one core, so as many shards as cores, rounded up.`,
      `- memory of Redis = schedules × ${last.redisBytes} bytes, and the jobs that wait.`,
    ].join('\n'),
  ];
  writeFileSync(`${folder}/scale.md`, `${parts.join('\n\n')}\n`);
  writeFileSync(`${folder}/images/scale-run.svg`, plot(results));
  console.log(`\nwritten: ${folder}/scale.md, ${folder}/images/scale-run.svg`);
}

function fleetRow(perDay, measured) {
  const [mean, atPeak] = [perDay / 86_400, (perDay / 86_400) * peak];
  const { runWorkerUs, runRedisUs } = measured.findLast(({ rate }) => rate <= atPeak) ?? measured[0];
  const [workers, redis] = [runWorkerUs, runRedisUs].map((us) => (atPeak * us) / 1e6 / busy);
  const figure = (value) => value.toLocaleString('en', { maximumSignificantDigits: 3 });
  return [perDay.toLocaleString('en'), ...[mean, atPeak, workers, redis].map(figure), String(Math.ceil(redis))];
}

function plot(results) {
  const [width, height, left, bottom] = [640, 320, 60, 40];
  const points = results.filter(({ rate }) => rate === results[0].rate);
  const most = Math.max(...points.map((point) => point.runWorkerUs + point.runRedisUs));
  const x = (schedules) => left + 20 + ((Math.log10(schedules) - 3) / 3) * (width - left - 60);
  const y = (us) => height - bottom - (us / most) * (height - bottom - 30);
  const line = (of, colour) => `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${points.map((point) => `${x(point.schedules).toFixed(1)},${y(of(point)).toFixed(1)}`).join(' ')}"/>`;
  const label = (at, up, words, colour = '#555') => `<text x="${at}" y="${up}" fill="${colour}" text-anchor="middle">${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<path d="M${left} 20V${height - bottom}H${width - 20}" fill="none" stroke="#999"/>`,
    ...points.map((point) => label(x(point.schedules), height - bottom + 18, point.schedules.toLocaleString('en'))),
    label(left - 28, y(most) + 4, `${Math.round(most)} µs`),
    label(left - 28, y(0) + 4, '0'),
    label(width / 2, height - 6, 'schedules'),
    label(width - 90, 18, 'worker and Redis', '#0a6'),
    label(width - 190, 18, 'worker', '#36c'),
    label(width - 240, 18, 'Redis', '#c33'),
    line((point) => point.runWorkerUs + point.runRedisUs, '#0a6'),
    line((point) => point.runWorkerUs, '#36c'),
    line((point) => point.runRedisUs, '#c33'),
    '</svg>\n',
  ].join('\n');
}
