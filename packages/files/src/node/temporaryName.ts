import { randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { check } from '../checks.js';
import { codeOf } from './fileError.js';
import { processAlive } from './processAlive.js';
import { sha256 } from './sha256.js';

/** 'tmp': being written. 'old': replaced, and about to be removed. */
export type TemporaryKind = 'tmp' | 'old';

/** Writing takes seconds, so what is older was left by a process that died, whoever has its number now. */
const staleAfterMs = 60 * 60 * 1000;

/** Names of files may have 255 bytes; longer ones than this have their sha256 in the temporary name. */
const maxNameBytes = 200;

const pattern = /^\.(.+)\.(tmp|old)-(\d+)-([0-9a-f]{8})[0-9a-f]{12}$/s;

/**
 * A name beside `path`, on the same disk, that nobody else uses: `.NAME.tmp-PID-MACHINE…`. It begins with a dot, so that
 * nobody who lists the folder takes it for content.
 *
 * @param pid of the process that writes there
 */
export function temporaryName(path: string, kind: TemporaryKind, pid: number = process.pid): string {
  const name = `.${marked(basename(path))}.${kind}-${pid}-${machine()}${randomBytes(6).toString('hex')}`;
  return join(dirname(path), name);
}

/**
 * Reads a temporary name of this package: the file or folder that it stands for (the sha256 of a name that is
 * too long) and its kind. Undefined for any other name.
 */
export function temporaryOf(
  name: string,
): { readonly name: string; readonly kind: TemporaryKind } | undefined {
  check.text('name', name);
  const match = pattern.exec(name);
  return match === null ? undefined : { name: match[1]!, kind: match[2] as TemporaryKind };
}

export interface Temporary {
  readonly path: string;
  readonly kind: TemporaryKind;
  /** The name of what it was to become, as `temporaryOf` has it. */
  readonly name: string;
  /** Its writer is gone. */
  readonly stale: boolean;
}

/** What lies beside `path` under temporary names of it, newest first. */
export async function temporariesOf(path: string): Promise<readonly Temporary[]> {
  const own = marked(basename(path));
  return (await temporariesIn(dirname(path))).filter(({ name }) => name === own);
}

/** What lies in a folder under temporary names, newest first; nothing where there is no folder. */
export async function temporariesIn(folder: string): Promise<readonly Temporary[]> {
  const found: (Temporary & { readonly time: number })[] = [];
  for (const entry of await readdir(folder).catch(nothingIfMissing)) {
    const match = pattern.exec(entry);
    if (match === null) continue;
    const path = join(folder, entry);
    const info = await stat(path).catch(() => undefined);
    // Gone since it was listed: its writer has finished.
    if (info === undefined) continue;
    const [, name, kind, pid, where] = match;
    // Of a process of another machine, which writes to the same disk, only the age tells.
    const dead = where === machine() && !processAlive(Number(pid));
    found.push({
      path,
      kind: kind as TemporaryKind,
      name: name!,
      stale: dead || Date.now() - info.mtimeMs > staleAfterMs,
      time: info.mtimeMs,
    });
  }
  return found.sort((a, b) => b.time - a.time);
}

/** A name as it stands in temporary names. */
function marked(name: string): string {
  return Buffer.byteLength(name) <= maxNameBytes ? name : sha256(name);
}

let known: string | undefined;

/** Eight digits for where process numbers count: this machine, or this container of it. */
function machine(): string {
  known ??= sha256(`${hostname()} ${processSpace()}`).slice(0, 8);
  return known;
}

/** Containers that share a machine's name still number their processes apart; only Linux tells. */
function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

function nothingIfMissing(error: unknown): string[] {
  if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
  throw error;
}
