import { basename, join, resolve } from 'node:path';
import { modelNames } from '@rnp/models';
import { type CorpusEvent, parseCorpus, UsageError } from '@rnp/runs';
import type { CorpusManifest } from '@rnp/runs/corpus';
import type { PreprocessingFlags } from '@rnp/runs/models';
import { fileName } from '@rnp/runs/outputs';
import { treeEndings } from '@rnp/runs/use';
import { counted, createProgressBar, formatSeconds, type ProgressBar } from '@rnp/runs/words';
import { exitCodes } from '../errors.js';
import { inFlags } from '../terminal/inFlags.js';
import { listenForInterrupt } from '../terminal/interruption.js';
import { messages } from '../terminal/outputs.js';
import { sameCommand } from '../terminal/ownCommand.js';
import { printJson, printLine } from '../terminal/print.js';
import { say } from '../terminal/say.js';
import { type QueueAddress, type QueueFlags, queueAddress, workerCommandLine } from './queueOptions.js';

export interface ParseFolderFlags extends PreprocessingFlags, QueueFlags {
  readonly model?: string;
  readonly out?: string;
  readonly refine?: number;
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
 * @returns the exit code: 0, 1 when no image could be read, or 130 after Ctrl-C; other ends are thrown
 */
export async function parseFolder(folder: string, flags: ParseFolderFlags, command: string): Promise<number> {
  const { queue: _queue, store: _store, model, out, json, ...options } = flags;
  const dir = out ?? join('corpus', fileName(basename(resolve(folder))));
  if (out !== undefined) requireFolderName(out);
  const bar = createProgressBar(messages);
  const interruption = listenForInterrupt(() =>
    bar.log('stopping after this batch; once more to stop at once'),
  );
  const { signal } = interruption;
  try {
    const address = queueAddress(flags);
    const job = parseCorpus(folder, {
      ...options,
      model: requireName(model),
      out: dir,
      ...(address !== null && { shards: await shardsOn(address) }),
      signal,
      command,
    });
    const show = eventsOn(bar);
    for await (const event of job) show(event);
    const manifest = await job.result();
    bar.stop();
    if (json) printJson(manifest);
    else printSummary(dir, manifest);
    return manifest.errors < manifest.images ? exitCodes.ok : exitCodes.failure;
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    bar.log(`stopped; whole shards are kept in ${dir}. The same command goes on: ${sameCommand(command)}`);
    return exitCodes.interrupted;
  } finally {
    bar.stop();
    interruption.stop();
  }
}

/** Has workers make the shards. The queue's client is only loaded where there is a queue. */
async function shardsOn(address: QueueAddress) {
  const { queuedShards } = await import('@rnp/runs/queued');
  return queuedShards({ ...address, workers: workerCommandLine(address) });
}

/** A name of a single file, as an image's result may have, would become a folder of that name. */
function requireFolderName(dir: string): void {
  const ending = [...treeEndings, '.jsonl'].find((one) => dir.toLowerCase().endsWith(one));
  if (ending === undefined) return;
  throw new UsageError(
    `--out ${dir} names a file; the trees of a folder of images become a folder: leave out ${ending}, or give a single image`,
  );
}

/** One model for all of a folder, and always the same: the best of the first image need not be that of the last. */
function requireName(model: string | undefined): string {
  if (model !== undefined) return model;
  throw new UsageError(
    `a folder needs --model: ${modelNames.join(', ')}, or the folder of a run. Without it one image tells which draws it best`,
  );
}

function eventsOn(bar: ProgressBar): (event: CorpusEvent) => void {
  let began: number | null = null;
  return (event) => {
    if (event.type === 'note') return bar.log(inFlags(event.wording));
    if (event.type === 'listing') {
      return bar.update(event.done / event.of, [`reading ${event.done}/${event.of} files`]);
    }
    began ??= performance.now();
    const { done, kept, errors, total } = event;
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
