// Writes docs/benchmarks.md. Cases that were not measured this time stay as they are, and so does what stands between the two markers, which is written by hand.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { machine, peers, revision } from './machine.mjs';
import { markdown } from './table.mjs';

const [begin, end] = ['<!-- by hand: begin -->', '<!-- by hand: end -->'];
const mark = (id) => `<!-- case: ${id} -->`;

/** cases: all there are, in their order; tables: what was measured. */
export function document(file, runs, cases, tables) {
  const old = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [from, to] = [old.indexOf(begin), old.indexOf(end)];
  const byHand = from >= 0 && to > from ? old.slice(from + begin.length, to).trim() : '';
  const about = readFileSync(new URL('about.md', import.meta.url), 'utf8').trim();
  const facts = [...machine(), ...peers()].map(([name, value]) => `| ${name} | ${value} |`);
  const note = `Medians of ${runs} runs, ${new Date().toISOString().slice(0, 10)}, at ${revision()}.`;
  const measured = Object.fromEntries(tables.map(({ test, rows }) => [test.id, [mark(test.id), markdown(test.title, rows), note].join('\n\n')]));
  const parts = [
    '# Benchmarks',
    'Written by `scripts/bench`.',
    about,
    ['## Machine and versions', '', '| | |', '|---|---|', ...facts].join('\n'),
    '## Figures',
    ...cases.map(({ id }) => measured[id] ?? section(old, id)).filter(Boolean),
    '## What each change gave',
    [begin, '', ...(byHand ? [byHand, ''] : []), end].join('\n'),
  ];
  writeFileSync(file, `${parts.join('\n\n')}\n`);
  console.log(`\nwritten: ${file}`);
}

function section(text, id) {
  const from = text.indexOf(mark(id));
  const to = from < 0 ? -1 : text.slice(from + 1).search(/^(<!-- case: |## )/m);
  return to < 0 ? null : text.slice(from, from + 1 + to).trim();
}
