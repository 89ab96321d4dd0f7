import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mergedName } from './corpusFolder.js';
import type { CorpusManifest, ShardEntry } from './corpusManifest.js';

/**
 * All shards in one file, one after the other; read and written piece by piece, and there as a whole or not at all.
 * Whoever calls holds the folder's lock.
 */
export async function mergeShards(
  dir: string,
  shards: readonly ShardEntry[],
): Promise<NonNullable<CorpusManifest['merged']>> {
  const path = join(dir, mergedName);
  const part = `${path}.part`;
  const hash = createHash('sha256');
  const file = await open(part, 'w');
  try {
    let bytes = 0;
    for (const { name } of shards) {
      for await (const chunk of createReadStream(join(dir, name)) as AsyncIterable<Buffer>) {
        await file.writeFile(chunk);
        hash.update(chunk);
        bytes += chunk.length;
      }
    }
    await file.sync();
    await file.close();
    await rename(part, path);
    return { name: mergedName, bytes, sha256: hash.digest('hex') };
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(part, { force: true });
    throw error;
  }
}
