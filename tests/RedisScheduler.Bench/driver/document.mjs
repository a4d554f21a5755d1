// Writes docs/benchmarks.md. What stands between the two markers is written by hand, and stays.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { machine, peers } from './machine.mjs';
import { markdown } from './table.mjs';

const [begin, end] = ['<!-- by hand: begin -->', '<!-- by hand: end -->'];

export function document(file, runs, tables) {
  const old = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [from, to] = [old.indexOf(begin), old.indexOf(end)];
  const byHand = from >= 0 && to > from ? old.slice(from + begin.length, to).trim() : '';
  const about = readFileSync(new URL('about.md', import.meta.url), 'utf8').trim();
  const facts = [...machine(), ...peers()].map(([name, value]) => `| ${name} | ${value} |`);
  const parts = [
    '# Benchmarks',
    `Written by \`scripts/bench ${runs}\` on ${new Date().toISOString().slice(0, 10)}: medians of ${runs} runs.`,
    about,
    ['## Machine and versions', '', '| | |', '|---|---|', ...facts].join('\n'),
    '## Figures',
    ...tables.map(({ test, rows }) => markdown(test.title, rows)),
    '## What each change gave',
    [begin, '', ...(byHand ? [byHand, ''] : []), end].join('\n'),
  ];
  writeFileSync(file, `${parts.join('\n\n')}\n`);
  console.log(`\nwritten: ${file}`);
}
