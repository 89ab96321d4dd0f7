import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256, writeFileAtomic } from '@rnp/files/node';

/** A file of a folder, and what reads it. */
export interface DigestedFile {
  /** Relative to the folder, with '/' on every system. */
  readonly path: string;
  read(): Promise<Uint8Array>;
}

export interface FileDigestsOptions {
  /** Where digests are kept; they only spare reading. */
  readonly cacheDir: string;
  readonly signal?: AbortSignal | undefined;
  /** Told how many files of how many are known. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** What a file system says of a file: size, times of content and of entry in nanoseconds, device and inode. */
type Stamp = readonly [size: string, mtimeNs: string, ctimeNs: string, device: string, inode: string];

interface Kept {
  readonly [path: string]: readonly [...Stamp, sha256: string];
}

/** Two changes within one tick of a file system's clock leave one time; the coarsest clock, that of FAT, ticks every two seconds. */
const tickMs = 2000;

/** Files looked at side by side. */
const lanes = 16;

/**
 * The sha256 of each file, in their order. A digest is kept with the file's size, times and inode, and taken from there while all of
 * these are the same. As git does it: a file that was changed just before it was read may change again without another time, so its
 * digest is not kept.
 *
 * @throws what `read` throws; the signal's reason when it is aborted
 */
export async function fileDigests(
  folder: string,
  files: readonly DigestedFile[],
  { cacheDir, signal, onProgress, now = Date.now }: FileDigestsOptions,
): Promise<string[]> {
  const keptAt = join(cacheDir, `${sha256(await realpath(folder))}.json`);
  const before = await keptIn(keptAt);
  const after: Record<string, Kept[string]> = {};
  const digests = new Array<string>(files.length);
  let [next, done, hashed] = [0, 0, 0];
  const lane = async (): Promise<void> => {
    for (let at = next++; at < files.length; at = next++) {
      signal?.throwIfAborted();
      const { path, read } = files[at]!;
      const stamp = await stampOf(join(folder, path));
      const kept = Object.hasOwn(before, path) ? before[path] : undefined;
      if (stamp !== null && kept !== undefined && stamp.every((part, i) => part === kept[i])) {
        digests[at] = kept[5];
        after[path] = kept;
      } else {
        const began = now();
        digests[at] = sha256(await read());
        hashed++;
        const still = await stampOf(join(folder, path));
        const settled = stamp !== null && newestMs(stamp) < began - tickMs;
        if (settled && still !== null && stamp.every((part, i) => part === still[i])) {
          after[path] = [...stamp, digests[at]!];
        }
      }
      onProgress?.(++done, files.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(lanes, files.length) }, lane));
  if (hashed > 0) await keep(keptAt, after);
  return digests;
}

async function stampOf(path: string): Promise<Stamp | null> {
  const info = await stat(path, { bigint: true }).catch(() => null);
  if (info === null || !info.isFile()) return null;
  const { size, mtimeNs, ctimeNs, dev, ino } = info;
  return [`${size}`, `${mtimeNs}`, `${ctimeNs}`, `${dev}`, `${ino}`];
}

function newestMs([, mtimeNs, ctimeNs]: Stamp): number {
  return Math.max(Number(BigInt(mtimeNs) / 1_000_000n), Number(BigInt(ctimeNs) / 1_000_000n));
}

/** What was kept; nothing where that cannot be read or is damaged: it only spares work. */
async function keptIn(path: string): Promise<Kept> {
  try {
    const text = await readFile(path, 'utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (text.slice(0, end) !== sha256(body)) return {};
    return JSON.parse(body) as Kept;
  } catch {
    return {};
  }
}

/** Written with its own sha256 in the first line. A cache that cannot be written is none. */
async function keep(path: string, kept: Kept): Promise<void> {
  const body = JSON.stringify(kept);
  await writeFileAtomic(path, new TextEncoder().encode(`${sha256(body)}\n${body}`)).catch(() => undefined);
}
