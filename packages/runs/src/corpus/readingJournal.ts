import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@rnp/files/node';
import { json } from '../files/jsonFile.js';
import { killedRefusal } from './imageAborted.js';
import type { ImageError } from './listing.js';

/** Remembers which image is being read, for the session after one that was killed meanwhile. */
export interface ReadingJournal {
  /** Why an image is not read again; null where it may be. */
  refusal(path: string): ImageError | null;
  /** An image is read next; written before its first byte is. */
  begin(path: string): Promise<void>;
  /** No image is being read. */
  rest(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the journal of a folder, which must exist. An image that a killed session was reading is counted as its end. Whoever calls
 * holds the corpus's lock.
 *
 * @throws RnpError RNP_FILE, or an error of the file system, when the folder cannot be written
 */
export async function openReadingJournal(folder: string): Promise<ReadingJournal> {
  const readingPath = join(folder, 'reading.jsonl');
  const endsPath = join(folder, 'ended-by.json');
  const left = lastLine(await textOrNothing(readingPath));
  const ends = [...paths(await textOrNothing(endsPath)), ...paths(left)];
  if (left !== '') {
    // In this order a kill in between forgets one end, and never counts one twice.
    await rm(readingPath);
    await writeFileAtomic(endsPath, json(ends));
  }
  // Appended, and emptied between batches. It is not flushed to the disk: what was written outlives the process, if not the
  // machine, and flushing takes longer than reading a small image.
  const file = await open(readingPath, 'a');
  return {
    refusal: (path) => killedRefusal(path, ends),
    begin: (path) => append(file, path),
    rest: () => file.truncate(0),
    close: () => file.close(),
  };
}

async function append(file: FileHandle, path: string): Promise<void> {
  await file.write(`${JSON.stringify([path])}\n`);
}

/** The last line that was written to its end. */
function lastLine(text: string): string {
  return text.split('\n').at(-2) ?? '';
}

/** None where the text is damaged: then an image is tried once more. */
function paths(text: string): readonly string[] {
  try {
    const value = JSON.parse(text) as unknown;
    return Array.isArray(value) ? value.filter((path) => typeof path === 'string') : [];
  } catch {
    return [];
  }
}

async function textOrNothing(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: { readonly code?: string }) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}
