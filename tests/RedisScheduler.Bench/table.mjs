// Prints medians and ratios of one measure: node table.mjs MEASURE OURS PEER, both files of JSON lines.
import { readFileSync } from 'node:fs';

const [measure, ours, peer] = process.argv.slice(2);
const lines = (file) => readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const medians = (rows) => Object.fromEntries(Object.keys(rows[0]).filter((key) => key !== 'measure').map((key) => [key, median(rows.map((row) => row[key]))]));
const [we, they] = [medians(lines(ours)), medians(lines(peer))];

console.log(`\n${measure}`.padEnd(29) + 'ours'.padStart(12) + 'BullMQ'.padStart(12) + 'ours/BullMQ'.padStart(14));
for (const key of Object.keys({ ...we, ...they })) {
  const ratio = we[key] !== undefined && they[key] ? (we[key] / they[key]).toFixed(2) : '';
  console.log(`  ${key}`.padEnd(28) + String(we[key] ?? '').padStart(12) + String(they[key] ?? '').padStart(12) + ratio.padStart(14));
}
