import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RnpError } from '@rnp/errors';
import { check } from '../checks.js';
import { codeOf, fileError } from './fileError.js';
import { processAlive, processStart } from './processAlive.js';

/** The lock of a folder: its holder alone may write there. */
export interface FolderLock {
  /** Releases the lock. Further calls do nothing. @throws RnpError RNP_FILE */
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the lock was taken, ISO 8601. */
  readonly since: string;
  /** `processStart` of the holder. */
  readonly processStart?: string;
  readonly token: string;
}

const lockName = 'run.lock';

/** A lock without a holder's name that is this young is being written just now. */
const writingMs = 10_000;

/** Taking a stale lock away takes less. */
const guardMs = 50;

/**
 * Locks a folder for this process, by a file `run.lock` in it; makes the folder if it is missing. A lock is
 * taken over if its process has ended (killed, crashed, machine restarted), but not if it is another
 * machine's.
 *
 * @throws RnpError RNP_BUSY if another process holds the lock; RnpError RNP_FILE if the lock cannot be
 *   written
 */
export async function lockFolder(dir: string): Promise<FolderLock> {
  check.text('dir', dir);
  const path = join(dir, lockName);
  const start = await processStart(process.pid);
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    since: new Date().toISOString(),
    ...(start === undefined ? {} : { processStart: start }),
    token: randomUUID(),
  };
  const text = `${JSON.stringify(holder)}\n`;
  try {
    await mkdir(dir, { recursive: true });
    for (let attempt = 0; attempt < 20; attempt++) {
      if (await create(path, text)) return { release: () => release(path, text) };
      const held = await readLock(path);
      if (held === undefined) continue;
      if (!(await isStale(held, path))) throw busy(held, dir, path);
      await takeAway(path, held);
    }
    const advice = `give each run a folder of its own, or, if there are none, delete ${path} and ${path}.taking`;
    throw new RnpError('RNP_BUSY', `other runs are starting here; ${advice}`, { path: dir });
  } catch (cause) {
    throw fileError(cause, 'write', path);
  }
}

/**
 * Tells whether a process holds the lock of a folder. The holder may release it at any time: call
 * `lockFolder` to be sure.
 *
 * @throws RnpError RNP_FILE if the lock cannot be read
 */
export async function isFolderLocked(dir: string): Promise<boolean> {
  check.text('dir', dir);
  const path = join(dir, lockName);
  try {
    const held = await readLock(path);
    return held !== undefined && !(await isStale(held, path));
  } catch (cause) {
    throw fileError(cause, 'read', path);
  }
}

async function create(path: string, text: string): Promise<boolean> {
  const file = await open(path, 'wx').catch((error: unknown) => {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  });
  if (file === undefined) return false;
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return true;
}

function readLock(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

async function isStale(text: string, path: string): Promise<boolean> {
  const holder = parse(text);
  if (holder === undefined) {
    const info = await stat(path).catch(() => undefined);
    // A date in the future (the clock was set back since) is none of a lock that is being written just now.
    return info === undefined || Math.abs(Date.now() - info.mtimeMs) > writingMs;
  }
  if (holder.host !== hostname()) return false;
  if (!processAlive(holder.pid)) return true;
  // A process of that number runs, but it may be a later one.
  const start = await processStart(holder.pid);
  return holder.processStart !== undefined && start !== undefined && holder.processStart !== start;
}

/**
 * Removes a stale lock, one process at a time: whoever holds the guard looks once more, so a lock that another run has put
 * there meanwhile stays. A guard that a crash left is removed, too.
 */
async function takeAway(path: string, stale: string): Promise<void> {
  const guard = `${path}.taking`;
  if (!(await create(guard, stale))) {
    const info = await stat(guard).catch(() => undefined);
    if (info !== undefined && Math.abs(Date.now() - info.mtimeMs) > writingMs)
      await rm(guard, { force: true });
    await sleep(guardMs);
    return;
  }
  try {
    if ((await readLock(path)) === stale) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

async function release(path: string, text: string): Promise<void> {
  try {
    if ((await readLock(path)) === text) await rm(path, { force: true });
  } catch (cause) {
    throw fileError(cause, 'write', path);
  }
}

function busy(text: string, dir: string, path: string): RnpError {
  const holder = parse(text);
  const refuse = (problem: string): RnpError => new RnpError('RNP_BUSY', problem, { path: dir });
  if (holder === undefined) {
    const advice = `if you are sure that there is none, delete ${path}`;
    return refuse(`another run is starting here. Choose another folder; ${advice}`);
  }
  const { pid, host, since } = holder;
  const where = host === hostname() ? 'If' : 'It runs on another machine; if';
  const who = `another run (pid ${pid} on ${host}, since ${since}) writes here`;
  const elsewhere = `${where} you are sure that it is gone, delete ${path}`;
  return refuse(`${who}. Wait for it, stop it or choose another folder. ${elsewhere}`);
}

function parse(text: string): Holder | undefined {
  try {
    const { pid, host, since, token, processStart: start } = JSON.parse(text) as Record<string, unknown>;
    if (!Number.isSafeInteger(pid) || (pid as number) < 1) return undefined;
    if (typeof host !== 'string' || typeof since !== 'string' || typeof token !== 'string') return undefined;
    return {
      pid: pid as number,
      host,
      since,
      token,
      ...(typeof start === 'string' ? { processStart: start } : {}),
    };
  } catch {
    return undefined;
  }
}
