import { basename, resolve } from 'node:path';
import { leftOutWords } from '@rnp/datasets';
import { option, worded } from '@rnp/errors';
import { lockFolder } from '@rnp/files/node';
import { areChoices, check, checkOptions, isDescribed, isFlag, isWord, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { type NoteEvent, note } from '../events.js';
import { Job } from '../job.js';
import { type OpenedModel, openModel, requireRnp } from '../models/openModel.js';
import {
  askedPreprocessing,
  type PreprocessingFlags,
  preprocessingLooks,
} from '../models/preprocessingFlags.js';
import { treeEndings } from '../outputs/endings.js';
import { requireFolder } from '../outputs/requireFolder.js';
import { requireUnread } from '../outputs/requireUnread.js';
import { type CorpusManifest, corpusHead } from './corpusManifest.js';
import { corpusSettings } from './corpusSettings.js';
import { type CorpusWork, corpusWork } from './corpusWork.js';
import { listImages } from './listing.js';
import { type CorpusProgress, type MakeShards, makeCorpus, shardsHere } from './makeCorpus.js';
import { planShards } from './shardPlan.js';

/** What a source of shards is given by `parseCorpus`. */
export interface ShardsRequest {
  /** Name of the corpus, for people. */
  readonly name: string;
  /** Absolute path of the images. */
  readonly folder: string;
  readonly opened: OpenedModel;
  readonly work: CorpusWork;
  readonly signal: AbortSignal;
  readonly onNote: (line: string) => void;
}

/** Chooses how the shards of a corpus are made. */
export type ShardsSource = (request: ShardsRequest) => MakeShards;

/** How `parseCorpus` parses, and where the trees are kept. */
export interface ParseCorpusOptions extends PreprocessingFlags {
  /**
   * A trained model's name, or the path of a run's folder, of a model's folder, or of a model in one file.
   */
  readonly model: string;
  /** Folder of the corpus. */
  readonly out: string;
  /** Steps of inference by prediction errors (`infer` of @rnp/vae). Default 0: one look of the encoder. */
  readonly infer?: number;
  /** Backends, the most wanted first. Default wasm. */
  readonly backends?: readonly string[];
  /** Images per shard, 1 to 10,000. Default 500. */
  readonly shardSize?: number;
  /** Whether all shards are written into one file as well. Default false. */
  readonly merge?: boolean;
  /** Whether another corpus in the folder may be replaced. Default false. */
  readonly overwrite?: boolean;
  /** Makes the shards. Default: this process. `queuedShards` lets workers make them. */
  readonly shards?: ShardsSource;
  /** Stops after the current batch, and its reason is thrown. Complete shards are kept. */
  readonly signal?: AbortSignal;
  /** Origin of the corpus in its manifest. Default 'parseCorpus of @rnp/runs'. */
  readonly command?: string;
}

/** An event of a corpus. */
export type CorpusEvent =
  | NoteEvent
  /** The number of files that were read to list them, and of all. */
  | { readonly type: 'listing'; readonly done: number; readonly of: number }
  | ({ readonly type: 'progress' } & CorpusProgress);

const looks: Readonly<Record<keyof ParseCorpusOptions, Look>> = Object.freeze({
  model: isWord,
  out: isWord,
  infer: isDescribed(corpusSettings.infer.values),
  backends: areChoices,
  shardSize: isDescribed(corpusSettings.shardSize.values),
  merge: isFlag,
  overwrite: isFlag,
  shards: check.callable,
  signal: check.signal,
  command: check.text,
  ...preprocessingLooks,
});

/**
 * Parses all images of a folder: a tree for each, as JSON Lines in shards. It continues where an earlier call
 * was stopped or killed.
 *
 * @returns a job: its events tell how many images are done, its result is the manifest
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value; UsageError for an output folder with the name of a file
 * @throws from the job: UsageError if the output folder holds something else or is `folder`; RnpError RNP_BUSY if another
 *   process has it; RnpError RNP_CORPUS_CHANGED if images change meanwhile; the signal's reason when it is
 *   aborted
 */
export function parseCorpus(folder: string, options: ParseCorpusOptions): Job<CorpusEvent, CorpusManifest> {
  isWord('folder', folder);
  checkOptions('options', options, looks, ['model', 'out']);
  const { model: name, out, signal } = options;
  requireFolderName(out);
  return new Job(async ({ signal: stop, listen }) => {
    const { shardSize = corpusSettings.shardSize.default, overwrite = false, merge = false } = options;
    const onNote = (line: string): void => listen(note(line));
    await requireFolder(out);
    await requireUnread(out, [folder], 'folder');
    const opened = await openModel(name, options.backends ?? ['wasm'], onNote);
    try {
      const model = requireRnp(opened);
      const { preprocessing, change } = askedPreprocessing(opened, options);
      if (change !== null) onNote(change);
      const listing = await listImages(folder, {
        signal: stop,
        onProgress: (done, of) => listen({ type: 'listing', done, of }),
      });
      if (listing.links.length > 0) {
        onNote(`links are not followed: ${listing.links.length}, such as ${listing.links[0]}`);
      }
      const others = listing.leftOut.filter(({ reason }) => reason !== 'hidden' && reason !== 'system');
      if (others.length > 0) {
        onNote(`left out: ${leftOutWords(others).join('; ')}`);
      }
      const work = corpusWork(opened, preprocessing, options.infer);
      const head = corpusHead(
        { folder, shardSize, command: options.command ?? 'parseCorpus of @rnp/runs' },
        work,
        listing,
      );
      const plan = planShards(listing.images, work, shardSize);
      const lock = await lockFolder(out);
      try {
        const request = { name: basename(resolve(folder)), folder: resolve(folder), opened, work };
        const make =
          options.shards === undefined
            ? shardsHere(model, out, head, stop)
            : options.shards({ ...request, signal: stop, onNote });
        return await makeCorpus(make, out, head, plan, {
          overwrite,
          merge,
          onNote,
          onProgress: (progress) => listen({ type: 'progress', ...progress }),
        });
      } finally {
        // An error on the way out must not hide the one that led here.
        await lock.release().catch(() => undefined);
      }
    } finally {
      opened.model.dispose();
    }
  }, signal);
}

/** A name of a single file, as an image's tree may have, would become a folder of that name. */
function requireFolderName(out: string): void {
  const ending = ['.jsonl', ...treeEndings].find((one) => out.toLowerCase().endsWith(one));
  if (ending === undefined) return;
  throw new UsageError(
    worded`${option('out', out)} names a file; the trees of a folder of images become a folder: leave out ${ending}, or give a single image`,
  );
}
