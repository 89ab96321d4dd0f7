import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '@rnp/files/node';
import { type MergedShards, mergedName, type ShardEntry } from './corpusManifest.js';

/**
 * All shards in one file, one after the other; read and written piece by piece.
 *
 * @throws RnpError RNP_FILE
 */
export async function mergeShards(dir: string, shards: readonly ShardEntry[]): Promise<MergedShards> {
  const hash = createHash('sha256');
  let bytes = 0;
  await writeFileAtomic(join(dir, mergedName), pieces());
  return { name: mergedName, bytes, sha256: hash.digest('hex') };

  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (const { name } of shards) {
      for await (const piece of createReadStream(join(dir, name)) as AsyncIterable<Buffer>) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    }
  }
}
