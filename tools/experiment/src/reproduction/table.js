import { rows } from './rows.js';

const [begin, end] = ['<!-- table: npm run reproduction -->', '<!-- end of table -->'];
const head = ['figure', 'command', 'published', 'reached', 'pictures'];

/**
 * The page with its table made anew.
 *
 * @param {string} page docs/reproduction.md
 * @param {(example: string) => Record<string, unknown> | null} metricsOf the committed metrics.json of an example
 * @throws Error when the page has lost the marks between which the table stands
 */
export function withTable(page, metricsOf) {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/reproduction.md lacks the marks ${begin} and ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${table(metricsOf)}\n\n${page.slice(to)}`;
}

function table(metricsOf) {
  const cells = rows.map((row) => {
    const metrics = metricsOf(row.example);
    return [
      row.figure,
      `\`npm run example -- ${row.example}\``,
      row.published,
      metrics === null ? 'not run yet' : reached(row, metrics),
      metrics === null ? '' : row.pictures.map((file) => link(row.example, file)).join(', '),
    ];
  });
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column].length)),
  );
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}

function reached(row, metrics) {
  return row.reached
    .filter(([, key]) => key in metrics)
    .map(([label, key]) => `${label} ${shown(metrics[key])}`)
    .concat(metrics.seconds === undefined ? [] : [`${Math.round(metrics.seconds / 60)} min`])
    .join('; ');
}

/** Lists over seeds with commas, lists over levels with strokes. */
function shown(value) {
  if (!Array.isArray(value))
    return typeof value === 'number' ? String(Number(value.toPrecision(3))) : String(value);
  const inner = value.some(Array.isArray);
  return value
    .map((one) => (Array.isArray(one) ? one.map(shown).join('/') : shown(one)))
    .join(inner ? ', ' : ' / ');
}

function link(example, file) {
  return `[${file.replace(/\.\w+$/, '')}](../examples/${example}/results/${file})`;
}
