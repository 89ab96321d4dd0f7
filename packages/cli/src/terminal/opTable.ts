import type { OpCount } from '@rnp/backend';
import { tableLines } from '@rnp/runs/words';

/** Which form of each op ran, and how often: columns op, form, calls. */
export function opTable(counts: readonly OpCount[]): readonly string[] {
  const sorted = [...counts].sort((a, b) => a.op.localeCompare(b.op));
  const rows = sorted.map(({ op, form, calls }) => [op, form, String(calls)]);
  return tableLines([['op', 'form', 'calls'], ...rows], (column) => column === 2);
}
