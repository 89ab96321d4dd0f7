import { readFile } from 'node:fs/promises';
import { UsageError } from '../errors.js';
import { textOf } from './readTextFile.js';

/** @returns null when there is no such file; @throws UsageError when it is no JSON */
export async function readJson(path: string): Promise<unknown> {
  let content: Uint8Array;
  try {
    content = await readFile(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as { code?: string }).code ?? '')) return null;
    throw error;
  }
  try {
    return JSON.parse(textOf(content, path));
  } catch {
    throw new UsageError(`${path} is no JSON; it is damaged`);
  }
}

/** Figures as they are written: where there is none, NaN, stands null, which `readRecord` reads as NaN again. */
export function withNulls<T extends object>(figures: T): T {
  const written = (value: unknown): unknown => {
    if (typeof value === 'number') return Number.isFinite(value) ? value : null;
    if (Array.isArray(value)) return value.map(written);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, written(inner)]));
  };
  return written(figures) as T;
}

/** JSON as it is written to files: UTF-8, two spaces, a line end. */
export function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
