import { appendFile, open, readFile } from 'node:fs/promises';
import { check } from '../checks.js';
import { codeOf, fileError } from './fileError.js';
import { writeFileAtomic } from './writeFileAtomic.js';

/**
 * Appends a row to a file of JSON lines (`metrics.jsonl`). The file is made if it is missing; its folder is
 * not.
 *
 * @param row must survive JSON unchanged: use null instead of NaN
 * @throws RnpError RNP_CONFIG for a row that JSON would change; RnpError RNP_FILE if the file cannot be
 *   written
 */
export async function appendJsonLine(path: string, row: object): Promise<void> {
  check.text('path', path);
  check.object('row', row);
  check.json('row', row);
  try {
    // One write, so that rows of two writers never mix. A last row that a crash cut off must not take this one with it.
    const begin = (await endsWithin(path)) ? '\n' : '';
    await appendFile(path, `${begin}${JSON.stringify(row)}\n`);
  } catch (cause) {
    throw fileError(cause, 'write', path);
  }
}

/**
 * Reads the rows of a file of JSON lines; none if the file is missing. Lines that are not JSON, such as a
 * last one that a crash cut off, are left out.
 *
 * @throws RnpError RNP_FILE if the file cannot be read
 */
export async function readJsonLines(path: string): Promise<readonly unknown[]> {
  check.text('path', path);
  return (await readLines(path)).map(({ row }) => row);
}

/**
 * Keeps the rows for which `keep` returns true, and removes the others and the lines that are not JSON. A
 * resumed run removes the rows after its checkpoint in this way. The file is replaced as a whole or not at
 * all.
 *
 * @returns the number of rows kept
 * @throws RnpError RNP_FILE if the file cannot be read or replaced
 */
export async function keepJsonLines(path: string, keep: (row: unknown) => boolean): Promise<number> {
  check.text('path', path);
  check.callable('keep', keep);
  const kept = (await readLines(path)).filter(({ row }) => keep(row));
  const text = kept.map(({ line }) => `${line}\n`).join('');
  const before = await readFile(path, 'utf8').catch(() => '');
  if (text !== before) await writeFileAtomic(path, new TextEncoder().encode(text));
  return kept.length;
}

/** Whether the file's last line has no end. */
async function endsWithin(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return false;
  try {
    const { size } = await file.stat();
    if (size === 0) return false;
    const { buffer } = await file.read(new Uint8Array(1), 0, 1, size - 1);
    return buffer[0] !== 0x0a;
  } finally {
    await file.close();
  }
}

async function readLines(path: string): Promise<readonly { readonly line: string; readonly row: unknown }[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw fileError(error, 'read', path);
  });
  return text.split('\n').flatMap((line) => {
    try {
      return [{ line, row: JSON.parse(line) as unknown }];
    } catch {
      return [];
    }
  });
}
