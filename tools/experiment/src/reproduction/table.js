import { rows } from './rows.js';
import { verdict } from './verdict.js';

const head = ['figure', 'example', 'verdict', 'minutes'];

/**
 * The table of docs/reproduction.md, narrow enough for a terminal: what came of each figure, and how long training took.
 *
 * @param {(example: string) => Record<string, unknown> | null} metricsOf the committed metrics.json of an example
 */
export function table(metricsOf) {
  const cells = rows.map((row) => {
    const metrics = metricsOf(row.example);
    return [
      row.figure,
      `[${row.example}](../examples/${row.example}/README.md)`,
      metrics === null ? 'not run yet' : verdict(row, metrics) || '–',
      metrics?.seconds === undefined ? '' : String(Math.round(metrics.seconds / 60)),
    ];
  });
  return lines(head, cells);
}

/**
 * A Markdown table with aligned columns.
 *
 * @param {readonly string[]} titles
 * @param {readonly (readonly string[])[]} cells
 */
export function lines(titles, cells) {
  const widths = titles.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column].length)),
  );
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n');
}
