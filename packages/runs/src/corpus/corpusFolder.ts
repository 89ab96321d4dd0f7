import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { option, type Wording, worded } from '@rnp/errors';
import { sha256, sha256OfFile, temporaryOf, writeFileAtomic } from '@rnp/files/node';
import { UsageError } from '../errors.js';
import { namesIn } from '../files/folderFiles.js';
import { json, readJson } from '../files/jsonFile.js';
import { checked, checkedFile } from '../record/readRecord.js';
import { listed } from '../words/listed.js';
import {
  type CorpusHead,
  type CorpusManifest,
  differences,
  entrySchema,
  headSchema,
  isOfCorpus,
  manifestSchema,
  mergedName,
  type ShardEntry,
} from './corpusManifest.js';
import type { ParsedShard } from './parseShard.js';
import type { PlannedShard } from './shardPlan.js';

export const manifestName = 'manifest.json';
/** What is known of a corpus before it has a manifest: its head, and an entry for each shard that is there. */
export const progressName = 'progress';
/** Shards, and all of them in one file. */
const linesPattern = /^(shard-\d{6}|trees)\.jsonl$/;

/**
 * Sees that this corpus may be made, or gone on with, in this folder, and begins it. Whoever calls holds the folder's lock.
 *
 * @param replace sets another corpus aside that is there; null where none may be replaced
 * @throws UsageError when another corpus, a damaged one or something else is there
 */
export async function openCorpus(
  dir: string,
  head: CorpusHead,
  replace: (() => Promise<void>) | null,
): Promise<void> {
  const there = await headIn(dir);
  if (there !== null && replace === null) {
    const [...others] = differences(
      await advised(anew, () => checked(there.content, headSchema, there.path)),
      head,
    );
    if (others.length === 0) return;
    // One that was stopped before its first shard has no trees that could be mixed or lost.
    if (await holdsTrees(dir)) {
      throw new UsageError(
        worded`${dir} holds trees ${listed(others)}; replace them with ${option('overwrite', true)}, or choose another folder with ${option('out')}`,
      );
    }
  }
  if (there !== null) await replace?.();
  await writeFileAtomic(join(progressFolder(dir), 'corpus.json'), json(head));
}

const anew = worded`make the trees anew with ${option('overwrite', true)}`;
/** Whether it is a corpus cannot be known then, so that it is not replaced. */
const elsewhere = worded`choose another folder with ${option('out')}`;

/** What `read` gives. @throws UsageError, which gives advice about a damaged file */
async function advised<T>(advice: Wording, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(worded`${error.wording}; ${advice}`);
  }
}

/**
 * The shards of a plan that are there and whole, by their names: the right key, and the bytes that were written.
 */
export async function keptShards(
  dir: string,
  plan: readonly PlannedShard[],
): Promise<Map<string, ShardEntry>> {
  const manifest = await readManifest(dir);
  const entries = new Map(manifest?.shards.map((entry) => [entry.name, entry]));
  const kept = new Map<string, ShardEntry>();
  for (const { name, key } of plan) {
    const entry = entries.get(name) ?? (await entryOf(dir, name));
    if (entry?.key === key && (await sha256OfFile(join(dir, name))) === entry.sha256) kept.set(name, entry);
  }
  return kept;
}

/** Writes a shard, then that it is there: what is killed in between makes the shard once more, with the same bytes. */
export async function saveShard(
  dir: string,
  { name, key }: PlannedShard,
  { bytes, records, errors }: ParsedShard,
): Promise<ShardEntry> {
  const entry = { name, key, records, errors, bytes: bytes.length, sha256: sha256(bytes) };
  await writeFileAtomic(join(dir, name), bytes);
  await writeFileAtomic(entryPath(dir, name), json(entry));
  return entry;
}

/** A corpus of which shards are gone or damaged is not whole any more: its manifest becomes what was there on the way to it. */
export async function reopenCorpus(
  dir: string,
  head: CorpusHead,
  kept: ReadonlyMap<string, ShardEntry>,
): Promise<void> {
  if ((await readManifest(dir)) === null) return;
  await writeFileAtomic(join(progressFolder(dir), 'corpus.json'), json(head));
  for (const [name, entry] of kept) await writeFileAtomic(entryPath(dir, name), json(entry));
  await rm(join(dir, mergedName), { force: true });
  await rm(join(dir, manifestName), { force: true });
}

/** The last step. */
export async function writeManifest(dir: string, manifest: CorpusManifest): Promise<string> {
  const path = join(dir, manifestName);
  await writeFileAtomic(path, json(manifest));
  await rm(progressFolder(dir), { recursive: true, force: true });
  return path;
}

/** @returns null where the corpus is not whole; @throws UsageError when it is damaged */
export async function readManifest(dir: string): Promise<CorpusManifest | null> {
  const path = join(dir, manifestName);
  const content = await advised(elsewhere, () => readJson(path));
  return content === null ? null : advised(anew, () => checked(content, manifestSchema, path));
}

/** @returns null where there is none, or a damaged one: its shard is made anew */
async function entryOf(dir: string, shard: string): Promise<ShardEntry | null> {
  return checkedFile(entryPath(dir, shard), entrySchema).catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error;
    return null;
  });
}

/** @returns null where there is nothing; @throws UsageError when something else has a corpus's names */
async function headIn(dir: string): Promise<{ readonly path: string; readonly content: unknown } | null> {
  let foreign = false;
  for (const path of [join(dir, manifestName), join(progressFolder(dir), 'corpus.json')]) {
    const content = await advised(elsewhere, () => readJson(path));
    if (isOfCorpus(content)) return { path, content };
    foreign ||= content !== null;
  }
  const taken = (await namesIn(dir)).filter((name) => isOfCorpusName(name));
  if (!foreign && taken.every((name) => name === progressName)) return null;
  throw new UsageError(
    worded`${dir} holds ${taken.slice(0, 3).join(', ')}, but not of a corpus; choose another folder with ${option('out')}`,
  );
}

/** Whether a corpus is there, whole or begun. */
export async function holdsCorpus(dir: string): Promise<boolean> {
  const names = await namesIn(dir);
  return names.includes(manifestName) || names.includes(progressName);
}

async function holdsTrees(dir: string): Promise<boolean> {
  return (await namesIn(dir)).some((name) => name === manifestName || linesPattern.test(name));
}

/** What says whose the files are goes last. */
export async function clearCorpus(dir: string): Promise<void> {
  const names = (await namesIn(dir)).filter((name) => isOfCorpusName(name));
  const heads = [progressName, manifestName];
  for (const name of [...names.filter((name) => !heads.includes(name)), ...heads]) {
    await rm(join(dir, name), { recursive: true, force: true });
  }
}

/** Also what is left of a file that was being written. */
export function isOfCorpusName(entry: string): boolean {
  const name = temporaryOf(entry)?.name ?? entry;
  return name === manifestName || name === progressName || linesPattern.test(name);
}

/** Of what is there before the corpus is whole; it goes with the last step. */
export function progressFolder(dir: string): string {
  return join(dir, progressName);
}

function entryPath(dir: string, shard: string): string {
  return join(progressFolder(dir), `${shard.replace(/\.jsonl$/, '')}.json`);
}
