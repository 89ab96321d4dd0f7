import { RnpError } from './rnpError.js';
import { shown } from './shown.js';

/** A name is meant when at most this part of its letters is wrong. */
const maxWrong = 0.4;

/**
 * A suggestion for a mistyped name, for the end of a sentence: `. Did you mean steps?`; '' if no name is similar.
 *
 * @throws RnpError `RNP_CONFIG` for names that are none
 */
export function meant(typed: string, names: readonly string[]): string {
  if (typeof typed !== 'string') throw refused('typed', 'a string', typed);
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string'))
    throw refused('names', 'a list of strings', names);
  let [nearest, least] = ['', Number.POSITIVE_INFINITY];
  for (const name of names) {
    // So different in length that no look is needed: what was typed may be a whole file.
    if (Math.abs(typed.length - name.length) > maxWrong * Math.max(typed.length, name.length)) continue;
    const wrong = edits(typed.toLowerCase(), name.toLowerCase()) / Math.max(typed.length, name.length);
    if (wrong < least) [nearest, least] = [name, wrong];
  }
  return least <= maxWrong ? `. Did you mean ${nearest}?` : '';
}

function refused(path: string, what: string, value: unknown): RnpError {
  return new RnpError('RNP_CONFIG', `must be ${what}, not ${shown(value)}`, { path });
}

/**
 * Letters to put in, take out, change or swap with their neighbour (Damerau's distance): every page loads this package, so it
 * brings no other for these lines.
 */
function edits(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const above = rows[i - 1]!;
      const least = Math.min(
        above[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1),
        above[j]! + 1,
        row[j - 1]! + 1,
      );
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row.push(swapped ? Math.min(least, rows[i - 2]![j - 2]! + 1) : least);
    }
    rows.push(row);
  }
  return rows[from.length]![to.length]!;
}
