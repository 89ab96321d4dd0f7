import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { RnpError } from '@rnp/errors';
import { check } from '../../checks.js';
import { headerEnd, isMarked, isOutputFolder, markedBytes, markText } from '../../pictures/ownOutput.js';

/**
 * Marks a PNG as a result: `images` leaves it out, so no model learns from the drawings of another. Pixels
 * stay as they are, and a second mark changes nothing.
 *
 * @param png a whole file; only its length is checked
 * @throws RnpError `RNP_CONFIG` for fewer bytes than the beginning of every PNG, 33
 */
export function markOutput(png: Uint8Array): Uint8Array {
  check.bytes('png', png);
  if (isMarked(png)) return png;
  if (png.length < headerEnd) {
    throw new RnpError('RNP_CONFIG', `must be a whole PNG, not ${png.length} bytes`, { path: 'png' });
  }
  const chunk = new Uint8Array(markText.length + 8);
  const view = new DataView(chunk.buffer);
  // The length counts the data alone, the sum name and data.
  view.setUint32(0, markText.length - 4);
  chunk.set(markText, 4);
  view.setUint32(4 + markText.length, crc32(markText));
  const marked = new Uint8Array(png.length + chunk.length);
  marked.set(png.subarray(0, headerEnd));
  marked.set(chunk, headerEnd);
  marked.set(png.subarray(headerEnd), headerEnd + chunk.length);
  return marked;
}

/** Whether a file is a marked PNG; one that cannot be read is not: whoever reads it will say so. */
export async function isMarkedFile(path: string): Promise<boolean> {
  return isMarked(await firstBytes(path, markedBytes));
}

/** `isOutputFolder` of a folder of this machine. @param names of what lies in it */
export function isOwnFolder(folder: string, names: readonly string[]): Promise<boolean> {
  return isOutputFolder(names, (name, count) => firstBytes(join(folder, name), count));
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
