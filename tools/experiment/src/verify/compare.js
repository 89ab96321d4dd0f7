import { isRecord } from '../results/metricsFile.js';

/** A committed figure may differ from the one measured again by this share of it. */
const tolerance = 0.01;

/**
 * Committed figures beside those measured again, a row for each key.
 *
 * @param {Record<string, unknown>} committed metrics.json
 * @param {Record<string, unknown>} measured what `measure` of the example gave now; null where the model was not kept
 * @returns {{ key: string, committed: unknown, measured: unknown, difference: number | null, compared?: [number,
 *   number], verdict: 'same' | 'differs' | 'missing' | 'not measured again' }[]} `difference` is relative, the largest of
 *   a list; `compared` says how many of its numbers were measured again, of how many
 */
export function compare(committed, measured) {
  const keys = [...new Set([...Object.keys(committed), ...Object.keys(measured)])].filter((key) => {
    const value = committed[key] ?? measured[key];
    return typeof value !== 'string' || key.startsWith('seconds');
  });
  return keys.map((key) => {
    const row = { key, committed: committed[key], measured: measured[key], difference: null };
    if (isRecord(key)) return { ...row, measured: undefined, verdict: 'not measured again' };
    if (!(key in committed) || !(key in measured)) return { ...row, verdict: 'missing' };
    const pairs = aligned(committed[key], measured[key]);
    if (pairs === null) return { ...row, verdict: 'differs' };
    const known = pairs.filter(([, now]) => now !== null);
    if (known.length === 0) return { ...row, verdict: 'not measured again' };
    const difference = Math.max(...known.map(([before, now]) => relative(before, now)));
    const compared = [known.length, pairs.length];
    return { ...row, difference, compared, verdict: difference <= tolerance ? 'same' : 'differs' };
  });
}

/** Whether a verification found what was committed. */
export function agrees(rows) {
  return rows.every(({ verdict }) => verdict === 'same' || verdict === 'not measured again');
}

/** A table for people. Of a list over seeds of which not all models are kept it says how many were measured again. */
export function comparisonTable(rows) {
  const cells = rows.map(({ key, committed, measured, difference, verdict, compared }) => [
    key,
    shown(committed),
    shown(measured),
    difference === null ? '' : `${(100 * difference).toFixed(2)} %`,
    compared === undefined || compared[0] === compared[1] ? verdict : `${verdict}, ${compared.join(' of ')}`,
  ]);
  const all = [['figure', 'committed', 'measured', 'difference', ''], ...cells];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Pairs of numbers at the same place, or null where the two are not of one form; what there never was has no pair. */
function aligned(before, now) {
  if (before === null && now === null) return [];
  if (Array.isArray(before)) {
    if (now === null) return before.map((value) => [value, null]);
    if (!Array.isArray(now) || before.length !== now.length) return null;
    const inner = before.map((value, i) => aligned(value, now[i]));
    return inner.includes(null) ? null : inner.flat();
  }
  if (typeof before !== 'number') return null;
  return now === null || typeof now === 'number' ? [[before, now]] : null;
}

/** NaN differs from everything. */
function relative(before, now) {
  if (before === now) return 0;
  const difference = Math.abs(now - before) / Math.abs(before);
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
}

function shown(value) {
  if (Array.isArray(value)) return value.map(shown).join(' / ');
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
  return value === undefined || value === null ? '–' : String(value);
}
