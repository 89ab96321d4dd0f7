import { randomBytes } from 'node:crypto';
import type { ObjectStore } from '@rnp/files/node';
import { z } from 'zod';
import { killedRefusal } from '../corpus/imageAborted.js';
import type { ReadingJournal } from '../corpus/readingJournal.js';
import { json } from '../files/jsonFile.js';
import { parsedJson } from './parsedJson.js';

/** Which image an attempt is reading; null where that is not known, or none is. */
type Reading = string | null;

const entry: z.ZodType<{ readonly reading: Reading }> = z.strictObject({
  reading: z.string().max(4096).nullable(),
});

/** The attempts at a shard that died, or are cut off and do not know it yet. */
export interface ShardDeaths {
  readonly count: number;
  /** The image that was being read, where one was. */
  readonly ends: readonly string[];
  /** Images that are not read again. */
  readonly refused: number;
}

/** @throws RnpError RNP_STORE */
export async function shardDeaths(store: ObjectStore, key: string): Promise<ShardDeaths> {
  const readings: Reading[] = [];
  for await (const { key: at } of store.list(readingPlace(key))) {
    const bytes = await store.get(at);
    // Taken back in this moment.
    if (bytes === null) continue;
    const { data } = entry.safeParse(parsedJson(bytes));
    // What is damaged accuses no image.
    readings.push(data?.reading ?? null);
  }
  const ends = readings.filter((path) => path !== null);
  const refused = [...new Set(ends)].filter((path) => killedRefusal(path, ends) !== null).length;
  return { count: readings.length, ends, refused };
}

/**
 * Begins the journal of an attempt at a shard. It is an object of its own in the store,
 *
 * ```
 * corpora/KEY/reading/WRITER-RANDOM.json   {"reading": the image, or null}
 * ```
 *
 * which is removed however the attempt ends, unless it dies. So nobody changes another one's words, and an attempt that was only cut off
 * takes its own back. Only after a death each image is written down before it is read, which takes longer than to read a
 * small one: a shard that kills nobody costs two requests.
 *
 * @param deaths of the attempts before
 * @throws RnpError RNP_STORE
 */
export async function openShardJournal(
  store: ObjectStore,
  key: string,
  { count, ends }: ShardDeaths,
  writer: string,
): Promise<ReadingJournal> {
  // A task that is queued anew counts its attempts anew.
  const at = `${readingPlace(key)}${writer}-${randomBytes(4).toString('hex')}.json`;
  const note = (reading: Reading): Promise<void> => store.put(at, json({ reading }));
  await note(null);
  return {
    refusal: (path) => killedRefusal(path, ends),
    begin: async (path) => {
      if (count > 0) await note(path);
    },
    rest: async () => {
      if (count > 0) await note(null);
    },
    close: () => store.delete(at),
  };
}

/** Of a shard that is there. @throws RnpError RNP_STORE */
export async function forgetDeaths(store: ObjectStore, key: string): Promise<void> {
  for await (const { key: at } of store.list(readingPlace(key))) await store.delete(at);
}

function readingPlace(key: string): string {
  return `corpora/${key}/reading/`;
}
