import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

/** A PNG's text chunk that says which program made it; it stands right behind the header, where a short read finds it. */
const text = new TextEncoder().encode('tEXtSoftware\0@rnp');
/** Signature, and the header chunk, which always comes first and always has this size. */
const headerEnd = 8 + 25;

/** JSON files that tell a run, a model, a sweep or a corpus, and how each of them begins. */
const records: readonly string[] = ['run.json', 'config.json', 'sweep.json', 'manifest.json'];
const recordStart = /^\s*\{\s*"schema":\s*"rnp-/;

/** What stands in the folder of a run, a sweep or a corpus as long as one writes to it. */
const locks: readonly string[] = ['run.lock', 'run.lock.taking'];

/** Whether a file of this name is only there while something of ours is being made. */
export function isLock(name: string): boolean {
  return locks.includes(name);
}

/**
 * A PNG with the mark of a result: `images` leaves it out, so that what a model drew never becomes what one learns from.
 * Pixels stay as they are, and a second mark changes nothing.
 *
 * @param png a whole file
 */
export function markOutput(png: Uint8Array): Uint8Array {
  if (isMarked(png)) return png;
  const chunk = new Uint8Array(text.length + 8);
  const view = new DataView(chunk.buffer);
  // The length counts the data alone, the sum name and data.
  view.setUint32(0, text.length - 4);
  chunk.set(text, 4);
  view.setUint32(4 + text.length, crc32(text));
  const marked = new Uint8Array(png.length + chunk.length);
  marked.set(png.subarray(0, headerEnd));
  marked.set(chunk, headerEnd);
  marked.set(png.subarray(headerEnd), headerEnd + chunk.length);
  return marked;
}

/** Whether a file is a marked PNG; one that cannot be read is not: whoever reads it will say so. */
export async function isMarkedFile(path: string): Promise<boolean> {
  return isMarked(await firstBytes(path, headerEnd + 4 + text.length));
}

/**
 * Whether a folder is a run, a model, a sweep or a corpus of ours, by what its own files say, or is just becoming one.
 *
 * @param names of what lies in it
 */
export async function isOutputFolder(folder: string, names: readonly string[]): Promise<boolean> {
  if (names.length > 0 && names.every(isLock)) return true;
  for (const name of records) {
    if (!names.includes(name)) continue;
    const start = await firstBytes(join(folder, name), 64);
    if (recordStart.test(new TextDecoder().decode(start))) return true;
  }
  return false;
}

function isMarked(bytes: Uint8Array): boolean {
  return text.every((value, at) => bytes[headerEnd + 4 + at] === value);
}

async function firstBytes(path: string, count: number): Promise<Uint8Array> {
  try {
    const file = await open(path, 'r');
    try {
      const { bytesRead, buffer } = await file.read(new Uint8Array(count), 0, count, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return new Uint8Array(0);
  }
}
