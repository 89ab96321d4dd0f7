import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from './fileError.js';
import { processAlive } from './processAlive.js';

/** Written (`tmp`), or replaced and about to go (`old`). */
export type TemporaryKind = 'tmp' | 'old';

/** Writing takes seconds, so what is older was left by a process that died, whoever has its number now. */
const staleAfterMs = 60 * 60 * 1000;

/** A name beside `path`, on the same disk, that nobody else uses. */
export function temporaryName(path: string, kind: TemporaryKind): string {
  return `${path}.${kind}-${process.pid}-${randomBytes(6).toString('hex')}`;
}

export interface Temporary {
  readonly path: string;
  readonly kind: TemporaryKind;
  /** Its writer is gone. */
  readonly stale: boolean;
}

/** What lies beside `path` under temporary names of it, newest first. */
export async function temporariesOf(path: string): Promise<readonly Temporary[]> {
  const folder = dirname(path);
  const start = `${basename(path)}.`;
  const found: (Temporary & { readonly time: number })[] = [];
  for (const name of await readdir(folder).catch(nothingIfMissing)) {
    const match = name.startsWith(start)
      ? /^(tmp|old)-(\d+)-[0-9a-f]{12}$/.exec(name.slice(start.length))
      : null;
    if (match === null) continue;
    const info = await stat(join(folder, name)).catch(() => undefined);
    // Gone since it was listed: its writer has finished.
    if (info === undefined) continue;
    found.push({
      path: join(folder, name),
      kind: match[1] as TemporaryKind,
      stale: !processAlive(Number(match[2])) || Date.now() - info.mtimeMs > staleAfterMs,
      time: info.mtimeMs,
    });
  }
  return found.sort((a, b) => b.time - a.time);
}

function nothingIfMissing(error: unknown): string[] {
  if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
  throw error;
}
