// Medians of the runs, side by side, as rows of text.
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** The medians of results of one program in several runs. */
export function medians(results) {
  const keys = [...new Set(results.flatMap(Object.keys))];
  return Object.fromEntries(keys.map((key) => [key, median(results.map((result) => result[key]).filter((value) => value !== null && value !== undefined))]));
}

const names = { sqlite: 'ours, SQLite', postgres: 'ours, PostgreSQL', bullmq: 'BullMQ', quartz: 'Quartz.NET' };
const figure = (value) => (value === undefined ? '' : Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : String(value));

/** The header and the rows of a case. columns: medians by sqlite, postgres, bullmq, quartz. ours: our medians of all cases, by case and database. */
export function rowsOf(test, columns, ours) {
  const [ourColumns, peerColumns] = [test.databases.filter((name) => columns[name]), test.peers.filter((name) => columns[name])];
  const header = ['', ...[...ourColumns, ...peerColumns].map((name) => names[name]), 'ours / BullMQ', 'asked for', 'reached'];
  const rows = Object.entries(test.rows)
    .filter(([key]) => Object.values(columns).some((column) => column[key] !== undefined))
    .map(([key, label]) => {
      const target = test.targets[key];
      return [
        label,
        ...[...ourColumns, ...peerColumns].map((name) => figure(columns[name][key])),
        ourColumns.map((name) => ratio(columns[name][key], columns.bullmq?.[key])).filter(Boolean).join(', '),
        target?.text ?? '',
        target ? ourColumns.map((name) => (target.reached(columns[name], columns, key, byCase(ours, name), name) ? 'yes' : 'no')).join(', ') : '',
      ];
    });
  return [header, ...rows];
}

const ratio = (we, they) => (we === undefined || !they ? '' : (we / they).toFixed(2));
const byCase = (ours, database) => Object.fromEntries(Object.entries(ours).map(([id, columns]) => [id, columns[database]]));

/** For a terminal. */
export function text(title, rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return `\n${title}\n${rows.map((row) => '  ' + row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  ')).join('\n')}`;
}

/** For a document. */
export function markdown(title, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [`### ${title}`, '', line(rows[0]), line(rows[0].map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.slice(1).map(line)].join('\n');
}
