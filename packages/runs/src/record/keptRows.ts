import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { keepJsonLines, readJsonLines, writeFileAtomic } from '@rnp/files/node';
import { type CurveRow, type CurveTable, rowsOfCsv } from './curveTable.js';

export interface KeptRowsOptions {
  /** The same rows as CSV. */
  readonly csv: string;
  readonly table: CurveTable;
  /** Of the tree; 0 without parts. */
  readonly levels: number;
  /** The step that the run goes on from. */
  readonly step: number;
  /** Number of rows that there were up to that step; undefined where that is not known. */
  readonly count: number | undefined;
}

/**
 * Keeps the rows of a file of JSON lines up to a step: those after it come again. Rows that are lost are taken from the CSV, as far as it
 * has them.
 *
 * @returns what is to be said of rows that were lost; null where none were
 * @throws RnpError RNP_FILE if a file cannot be read or replaced
 */
export async function keepRows(path: string, options: KeptRowsOptions): Promise<string | null> {
  const { csv, table, levels, step, count } = options;
  const isKept = (row: unknown): row is CurveRow => Number((row as Partial<CurveRow> | null)?.step) <= step;
  const kept = await keepJsonLines(path, isKept);
  if (count === undefined || kept >= count) return null;
  const there = (await readJsonLines(path)) as readonly CurveRow[];
  const steps = new Set(there.map((row) => row.step));
  const text = await readFile(csv, 'utf8').catch(() => '');
  const back = rowsOfCsv(text, table, levels).filter((row) => isKept(row) && !steps.has(row.step));
  const rows = [...there, ...back].sort((a, b) => a.step - b.step);
  if (back.length > 0) {
    await writeFileAtomic(
      path,
      new TextEncoder().encode(rows.map((row) => `${JSON.stringify(row)}\n`).join('')),
    );
  }
  return damage(path, { csv, lost: count - kept, missing: count - rows.length, step });
}

interface Damage {
  readonly csv: string;
  readonly lost: number;
  readonly missing: number;
  readonly step: number;
}

function damage(path: string, { csv, lost, missing, step }: Damage): string {
  const begin = `${path} is damaged: ${lost} of its rows up to step ${step} ${lost === 1 ? 'is' : 'are'} lost`;
  const name = basename(csv);
  if (missing <= 0) return `${begin}, and back from ${name}`;
  return lost === missing
    ? `${begin}; ${name} has none of them, and the curves are without`
    : `${begin}; ${lost - missing} of them ${lost - missing === 1 ? 'is' : 'are'} back from ${name}, and the curves are without the others`;
}
