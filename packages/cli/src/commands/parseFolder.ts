import { basename, join, resolve } from 'node:path';
import { lockFolder, openStore } from '@rnp/files/node';
import { modelNames } from '@rnp/models';
import { type CorpusManifest, corpusHead } from '../corpus/corpusManifest.js';
import { corpusWork } from '../corpus/corpusWork.js';
import { listImages } from '../corpus/listing.js';
import { type CorpusProgress, type MakeShards, parseCorpus, shardsHere } from '../corpus/parseCorpus.js';
import { planShards, usualShardSize } from '../corpus/shardPlan.js';
import { exitCodes, UsageError } from '../errors.js';
import type { FittingFlags } from '../input/modelImages.js';
import { openModel, requireRnp } from '../input/openModel.js';
import { fileName } from '../output/fileName.js';
import { printJson, printLine } from '../output/print.js';
import type { QueuedShardsOptions } from '../queue/queuedShards.js';
import {
  type QueueAddress,
  type QueueFlags,
  queueAddress,
  workerCommandLine,
} from '../queue/queueOptions.js';
import { type Interruption, listenForInterrupt } from '../run/interruption.js';
import { messages } from '../terminal/outputs.js';
import { createProgressBar, formatSeconds, type ProgressBar } from '../terminal/progressBar.js';
import { say } from '../terminal/say.js';
import { counted } from '../words/counted.js';
import { defaultBackends } from './options.js';

export interface ParseFolderFlags extends FittingFlags, QueueFlags {
  readonly model?: string;
  readonly out?: string;
  readonly refine?: number;
  readonly backend?: readonly string[];
  readonly shardSize?: number;
  readonly merge?: boolean;
  readonly overwrite?: boolean;
  readonly json?: boolean;
}

/**
 * `rnp parse FOLDER`: a tree for every image, as JSON Lines.
 *
 * @param command what was typed, for the manifest
 * @returns the exit code: 0, 1 when no image could be read, or 130 after Ctrl-C; other ends are thrown
 */
export async function parseFolder(folder: string, flags: ParseFolderFlags, command: string): Promise<number> {
  const dir = flags.out ?? join('corpus', fileName(basename(resolve(folder))));
  const bar = createProgressBar(messages);
  const interruption = listenForInterrupt(() =>
    bar.log('stopping after this batch; once more to stop at once'),
  );
  try {
    const manifest = await session(folder, dir, flags, command, bar, interruption);
    bar.stop();
    if (flags.json) printJson(manifest);
    else printSummary(dir, manifest);
    return manifest.errors < manifest.images ? exitCodes.ok : exitCodes.failure;
  } catch (error) {
    if (error !== interruption.signal.reason) throw error;
    bar.log(`stopped; whole shards are kept in ${dir}. The same command goes on: ${command}`);
    return exitCodes.interrupted;
  } finally {
    bar.stop();
    interruption.stop();
  }
}

async function session(
  folder: string,
  dir: string,
  flags: ParseFolderFlags,
  command: string,
  bar: ProgressBar,
  { signal }: Interruption,
): Promise<CorpusManifest> {
  const { shardSize = usualShardSize, overwrite = false, merge = false } = flags;
  const opened = await openModel(requireName(flags.model), flags.backend ?? defaultBackends);
  try {
    const model = requireRnp(opened);
    const listing = await listImages(folder, {
      signal,
      onProgress: (done, total) => bar.update(done / total, [`reading ${done}/${total} files`]),
    });
    if (listing.links.length > 0) {
      bar.log(`links are not followed: ${listing.links.length}, such as ${listing.links[0]}`);
    }
    const work = corpusWork(opened, flags);
    const head = corpusHead({ folder, shardSize, command }, work, listing);
    const plan = planShards(listing.images, work, shardSize);
    const options = { overwrite, merge, onProgress: showProgress(bar) };
    const address = queueAddress(flags);
    const lock = await lockFolder(dir);
    try {
      const parse = (make: MakeShards): Promise<CorpusManifest> =>
        parseCorpus(make, dir, head, plan, options);
      if (address === null) return await parse(shardsHere(model, dir, head, signal));
      const tell = (line: string): void => bar.log(line);
      return await onQueue(address, tell, async (queue) => {
        // The queue's client is only loaded where there is a queue.
        const { shardsOnQueue } = await import('../queue/queuedShards.js');
        const images = { name: basename(resolve(folder)), folder: resolve(folder) };
        return parse(
          shardsOnQueue({
            ...queue,
            ...images,
            model: opened.files,
            work,
            signal,
            say: tell,
            workers: workerCommandLine(address),
          }),
        );
      });
    } finally {
      // An error on the way out must not hide the one that led here.
      await lock.release().catch(() => undefined);
    }
  } finally {
    opened.model.dispose();
  }
}

async function onQueue<Result>(
  address: QueueAddress,
  tell: (line: string) => void,
  use: (queue: Pick<QueuedShardsOptions, 'queue' | 'store'>) => Promise<Result>,
): Promise<Result> {
  const { openQueue } = await import('@rnp/queue');
  const queue = await openQueue({ ...address.server, onTrouble: tell });
  try {
    return await use({ queue, store: await openStore(address.store) });
  } finally {
    await queue.close();
  }
}

/** One model for all of a folder, and always the same: the best of the first image need not be that of the last. */
function requireName(model: string | undefined): string {
  if (model !== undefined) return model;
  throw new UsageError(
    `a folder needs --model: ${modelNames.join(', ')}, or the folder of a run. Without it one image tells which draws it best`,
  );
}

function showProgress(bar: ProgressBar): (progress: CorpusProgress) => void {
  const began = performance.now();
  return ({ done, kept, errors, total }) => {
    const rate = (done - kept) / ((performance.now() - began) / 1000);
    bar.update(done / total, [
      `${done}/${total} images`,
      ...(done > kept
        ? [`${rate.toFixed(rate < 10 ? 1 : 0)} images/s`, `${formatSeconds((total - done) / rate)} left`]
        : []),
      ...(errors > 0 ? [`${errors} not read`] : []),
    ]);
  };
}

function printSummary(dir: string, { images, errors, shards, merged }: CorpusManifest): void {
  const read = errors === images ? 'none of them could be read' : `${errors} could not be read`;
  const unread = errors === 0 ? '' : `; ${read}, and their records say why`;
  say(`${counted(images, 'image')} in ${counted(shards.length, 'shard')}${unread}`);
  printLine(join(dir, 'manifest.json'));
  if (merged !== null) printLine(join(dir, merged.name));
}
