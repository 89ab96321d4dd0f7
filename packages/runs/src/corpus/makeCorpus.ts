import { join } from 'node:path';
import { sha256OfFile } from '@rnp/files/node';
import type { Rnp } from '@rnp/vae';
import {
  keptShards,
  openCorpus,
  progressFolder,
  readManifest,
  reopenCorpus,
  saveShard,
  writeManifest,
} from './corpusFolder.js';
import type { CorpusHead, CorpusManifest, ShardEntry } from './corpusManifest.js';
import { mergeShards } from './mergeShards.js';
import { type ParsedShard, parseShard } from './parseShard.js';
import { openReadingJournal } from './readingJournal.js';
import {
  clearReplacedCorpus,
  putCorpusBack,
  recoverCorpus,
  replacedCorpus,
  setCorpusAside,
} from './replacedCorpus.js';
import type { PlannedShard } from './shardPlan.js';

export interface MakeCorpusOptions {
  readonly overwrite: boolean;
  /** Writes all shards into one file besides. */
  readonly merge: boolean;
  readonly onProgress?: (progress: CorpusProgress) => void;
  /** Told lines for people. */
  readonly onNote?: (line: string) => void;
}

/** The progress of a corpus, in numbers of images but for the shards. */
export interface CorpusProgress {
  readonly done: number;
  /** Those of `done` that an earlier session had done. */
  readonly kept: number;
  readonly errors: number;
  readonly total: number;
  /** Number of shards that are whole, of this session and earlier ones: what is kept if it stops now. */
  readonly shards: number;
}

/**
 * Makes the shards of a corpus, in any order.
 *
 * @param report takes the number of images done in shards that are not complete
 */
export type MakeShards = (
  shards: readonly PlannedShard[],
  report: (images: number) => void,
) => AsyncIterable<readonly [PlannedShard, ParsedShard]>;

/**
 * Makes shards one after another, here and now. The signal's reason is thrown between batches.
 *
 * @param dir of the corpus, which keeps a journal of what is read
 */
export function shardsHere(
  model: Rnp,
  dir: string,
  { folder, options }: Pick<CorpusHead, 'folder' | 'options'>,
  signal: AbortSignal,
): MakeShards {
  return async function* (shards, report) {
    if (shards.length === 0) return;
    const journal = await openReadingJournal(progressFolder(dir));
    const making = { signal, journal, onProgress: report };
    try {
      for (const shard of shards) {
        yield [shard, await parseShard(model, folder, shard.images, options, making)];
      }
    } finally {
      await journal.close();
    }
  };
}

/**
 * Makes a corpus in a folder, shard by shard; goes on where an earlier session was stopped or killed. Whoever
 * calls holds the folder's lock.
 *
 * @returns the manifest, written last
 * @throws UsageError when something else is there; RnpError RNP_CORPUS_CHANGED when the images change meanwhile; the signal's reason when it
 *   is aborted, which loses shards that are not whole
 */
export async function makeCorpus(
  make: MakeShards,
  dir: string,
  head: CorpusHead,
  plan: readonly PlannedShard[],
  { overwrite, merge, onProgress, onNote = () => undefined }: MakeCorpusOptions,
): Promise<CorpusManifest> {
  if (await recoverCorpus(dir)) {
    onNote(`the trees in ${dir} are back: what was to replace them had not begun`);
  }
  const replace = async (): Promise<void> => {
    onNote(`the earlier trees wait in ${await setCorpusAside(dir)} until these are whole`);
  };
  const before = await replacedCorpus(dir);
  if (before !== null) onNote(`earlier trees wait in ${before} until these are whole`);
  await openCorpus(dir, head, overwrite ? replace : null);
  const there = await keptShards(dir, plan);
  const missing = plan.filter(({ name }) => !there.has(name));
  if (missing.length > 0) await reopenCorpus(dir, head, there);
  const [kept] = countsOf([...there.values()]);
  const report = (images: number): void => {
    const [done, errors] = countsOf([...there.values()]);
    onProgress?.({ done: done + images, kept, errors, total: head.images, shards: there.size });
  };
  if (missing.length > 0) report(0);
  try {
    for await (const [shard, parsed] of make(missing, report)) {
      there.set(shard.name, await saveShard(dir, shard, parsed));
      report(0);
    }
  } catch (error) {
    const waits = await replacedCorpus(dir);
    if (waits !== null && there.size > 0) onNote(`the earlier trees still wait in ${waits}`);
    else if (waits !== null) {
      await putCorpusBack(dir);
      onNote(`this ended before its first shard: the earlier trees in ${dir} are back`);
    }
    throw error;
  }
  const manifest = await finishCorpus(dir, head, plan, there, merge);
  await clearReplacedCorpus(dir);
  return manifest;
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
  const whole = before !== null && (await sha256OfFile(join(dir, before.name))) === before.sha256;
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
