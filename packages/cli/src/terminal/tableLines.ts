import { visible } from '@rnp/runs/words';

/**
 * Rows of cells as lines, each column as wide as its widest cell.
 *
 * @param isRight whether a column stands at its right edge, as numbers do
 */
export function tableLines(
  table: readonly (readonly string[])[],
  isRight: (column: number) => boolean = () => false,
): readonly string[] {
  const rows = table.map((row) => row.map(visible));
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const padded = (cell: string, column: number): string =>
    isRight(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!);
  return rows.map((row) => row.map(padded).join('  ').trimEnd());
}
