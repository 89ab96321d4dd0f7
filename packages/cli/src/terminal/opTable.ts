import type { OpCount } from '@rnp/backend';

/** Which form of each op ran, and how often: columns op, form, calls, padded. */
export function opTable(counts: readonly OpCount[]): string {
  const rows = [
    ['op', 'form', 'calls'],
    ...[...counts]
      .sort((a, b) => a.op.localeCompare(b.op))
      .map(({ op, form, calls }) => [op, form, String(calls)]),
  ];
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]!.length));
  const [op, form, calls] = [width(0), width(1), width(2)];
  return rows
    .map((row) => `${row[0]!.padEnd(op)}  ${row[1]!.padEnd(form)}  ${row[2]!.padStart(calls)}`)
    .join('\n');
}
