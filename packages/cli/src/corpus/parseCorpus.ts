import { join } from 'node:path';
import type { Rnp } from '@rnp/vae';
import {
  hashOfFile,
  keptShards,
  openCorpus,
  readManifest,
  reopenCorpus,
  saveShard,
  writeManifest,
} from './corpusFolder.js';
import type { CorpusHead, CorpusManifest, ShardEntry } from './corpusManifest.js';
import { mergeShards } from './mergeShards.js';
import { parseShard } from './parseShard.js';
import type { PlannedShard } from './shardPlan.js';

export interface ParseCorpusOptions {
  readonly overwrite: boolean;
  /** Writes all shards into one file besides. */
  readonly merge: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CorpusProgress) => void;
}

/** Counts of images. */
export interface CorpusProgress {
  readonly done: number;
  /** Of those done, the ones that an earlier session had done. */
  readonly kept: number;
  readonly errors: number;
  readonly total: number;
}

/**
 * Makes a corpus in a folder, shard by shard, here and now; goes on where an earlier session was stopped or killed. Whoever
 * calls holds the folder's lock.
 *
 * @returns the manifest, written last
 * @throws UsageError when something else is there; CorpusError when the images change meanwhile; the signal's reason when it
 *   is aborted, which loses the shard at hand
 */
export async function parseCorpus(
  model: Rnp,
  dir: string,
  head: CorpusHead,
  plan: readonly PlannedShard[],
  { overwrite, merge, signal, onProgress }: ParseCorpusOptions,
): Promise<CorpusManifest> {
  await openCorpus(dir, head, overwrite);
  const there = await keptShards(dir, plan);
  if (there.size < plan.length) await reopenCorpus(dir, head, there);
  const [kept] = countsOf([...there.values()]);
  for (const shard of plan) {
    if (there.has(shard.name)) continue;
    const [done, errors] = countsOf([...there.values()]);
    const report = (images: number): void =>
      onProgress?.({ done: done + images, kept, errors, total: head.images });
    report(0);
    const parsed = await parseShard(model, head.folder, shard.images, head.options, {
      ...(signal && { signal }),
      onProgress: report,
    });
    there.set(shard.name, await saveShard(dir, shard, parsed));
  }
  return finishCorpus(dir, head, plan, there, merge);
}

/**
 * Writes the manifest, and the one file of all shards if it is asked for or was there before.
 *
 * @param there every shard of the plan
 */
async function finishCorpus(
  dir: string,
  head: CorpusHead,
  plan: readonly PlannedShard[],
  there: ReadonlyMap<string, ShardEntry>,
  merge: boolean,
): Promise<CorpusManifest> {
  const shards = plan.map(({ name }) => there.get(name)!);
  const before = (await readManifest(dir))?.merged ?? null;
  const whole = before !== null && (await hashOfFile(join(dir, before.name))) === before.sha256;
  const merged = whole ? before : merge || before !== null ? await mergeShards(dir, shards) : null;
  const [, errors] = countsOf(shards);
  const manifest: CorpusManifest = { ...head, errors, shards, merged };
  await writeManifest(dir, manifest);
  return manifest;
}

function countsOf(shards: readonly ShardEntry[]): readonly [records: number, errors: number] {
  const sum = (of: (entry: ShardEntry) => number): number =>
    shards.reduce((all, entry) => all + of(entry), 0);
  return [sum(({ records }) => records), sum(({ errors }) => errors)];
}
