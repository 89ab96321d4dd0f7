import { basename, join, resolve } from 'node:path';
import { parseCorpus, UsageError } from '@rnp/runs';
import { type CorpusManifest, corpusSettings } from '@rnp/runs/corpus';
import type { PreprocessingFlags } from '@rnp/runs/models';
import { fileName } from '@rnp/runs/outputs';
import { counted } from '@rnp/runs/words';
import { Ended, exitCodes } from '../errors.js';
import { modelChoices } from '../options/options.js';
import {
  type QueueAddress,
  type QueueFlags,
  queueAddress,
  workerCommandLine,
} from '../options/queueOptions.js';
import { atTerminal } from '../terminal/atTerminal.js';
import { createCorpusDisplay } from '../terminal/corpusDisplay.js';
import { sameCommand } from '../terminal/ownCommand.js';
import { printJson, printLine } from '../terminal/print.js';
import { say } from '../terminal/say.js';

export interface ParseFolderFlags extends PreprocessingFlags, QueueFlags {
  readonly model?: string;
  readonly out?: string;
  readonly infer?: number;
  readonly backends?: readonly string[];
  readonly shardSize?: number;
  readonly merge?: boolean;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/**
 * `rnp parse FOLDER`: a tree for every image, as JSON Lines.
 *
 * @param command what was typed, for the manifest
 * @throws Ended when no image could be read; Interrupted after Ctrl-C, which says how to go on; what the corpus throws
 */
export async function parseFolder(folder: string, flags: ParseFolderFlags, command: string): Promise<void> {
  const { queue: _queue, store: _store, model, out, json, ...options } = flags;
  const dir = out ?? join('corpus', fileName(basename(resolve(folder))));
  const address = queueAddress(flags);
  const job = parseCorpus(folder, {
    ...options,
    model: requireName(model),
    out: dir,
    ...(address !== null && { shards: await shardsOn(address) }),
    command,
  });
  const display = createCorpusDisplay();
  const manifest = await atTerminal(job, display, {
    stopping: () => 'stopping after this batch',
    stopped: () => {
      const { shardSize = corpusSettings.shardSize.default } = flags;
      const [words, onward] = stoppedWords({
        dir,
        shards: display.shards(),
        shardSize,
        queued: address !== null,
      });
      return `stopped${words}. The same command ${onward}: ${sameCommand(command)}`;
    },
  });
  if (json) printJson(manifest);
  else printSummary(dir, manifest);
  if (manifest.errors === manifest.images) throw new Ended(exitCodes.failure);
}

interface Stopped {
  readonly dir: string;
  /** Shards that are whole; null before the first image. */
  readonly shards: number | null;
  readonly shardSize: number;
  readonly queued: boolean;
}

/** What there is of a corpus that was stopped, and what its command does next. */
function stoppedWords({ dir, shards, shardSize, queued }: Stopped): readonly [words: string, onward: string] {
  if (shards === null) return [' before the first image', 'goes on'];
  const kept =
    shards === 0 ? '' : `; ${counted(shards, 'whole shard')} ${shards === 1 ? 'is' : 'are'} kept in ${dir}`;
  if (queued) return [`${kept}; workers go on`, 'fetches what they make'];
  if (shards > 0) return [kept, 'goes on'];
  const smaller = shardSize === 1 ? '' : '; a smaller --shard-size makes shards whole sooner';
  return [
    ` before the first shard of ${counted(shardSize, 'image')} was whole: nothing is kept${smaller}`,
    'begins again',
  ];
}

/** Has workers make the shards. The queue's client is only loaded where there is a queue. */
async function shardsOn(address: QueueAddress) {
  const { queuedShards } = await import('@rnp/runs/distributed');
  return queuedShards({ ...address, workers: workerCommandLine(address) });
}

/** One model for all of a folder, and always the same: the best of the first image need not be that of the last. */
function requireName(model: string | undefined): string {
  if (model !== undefined) return model;
  throw new UsageError(
    `name a model for the folder with ${modelChoices}. Only for a single image the best is chosen`,
  );
}

function printSummary(dir: string, { images, errors, shards, merged }: CorpusManifest): void {
  const read = errors === images ? 'none of them could be read' : `${errors} could not be read`;
  const unread = errors === 0 ? '' : `; ${read}, and their records say why`;
  say(`${counted(images, 'image')} in ${counted(shards.length, 'shard')}${unread}`);
  printLine(join(dir, 'manifest.json'));
  if (merged !== null) printLine(join(dir, merged.name));
}
