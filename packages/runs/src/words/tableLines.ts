import { areTexts, check } from '../checks.js';
import { visible } from './visible.js';

/**
 * Rows of cells as lines for a terminal, each column as wide as its widest cell.
 *
 * @param isRight tells whether a column is aligned to the right, as numbers are. Default: none is
 */
export function tableLines(
  table: readonly (readonly string[])[],
  isRight: (column: number) => boolean = () => false,
): readonly string[] {
  check.list('table', table, areTexts);
  check.callable('isRight', isRight);
  const rows = table.map((row) => row.map(visible));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const padded = (cell: string, column: number): string =>
    isRight(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!);
  return rows.map((row) => row.map(padded).join('  ').trimEnd());
}
