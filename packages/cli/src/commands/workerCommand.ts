import { randomBytes } from 'node:crypto';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { UsageError } from '@rnp/runs';
import { type Command, Option } from 'commander';
import { exitCodes } from '../errors.js';
import { flagStyle } from '../terminal/inFlags.js';
import { listenForInterrupt } from '../terminal/interruption.js';
import { printLine } from '../terminal/print.js';
import { ExampleCommand } from './exampleCommand.js';
import { positiveNumber, wholeNumber } from './options.js';
import { type QueueFlags, queueOption, storeOption } from './queueOptions.js';

interface WorkerFlags extends QueueFlags {
  readonly processes: number;
  readonly work?: string;
  readonly folders?: string;
  readonly maxEngines?: number;
  readonly maxSteps?: number;
  readonly maxParameters?: number;
  readonly drain?: boolean;
  readonly lockSeconds: number;
  readonly maxDeaths: number;
}

export function workerCommand(setExitCode: (code: number) => void): Command {
  return new ExampleCommand('worker')
    .summary('run tasks from a queue')
    .description(
      'Runs tasks of `rnp sweep --queue` and shards of `rnp parse FOLDER --queue`, on any number of machines. Checkpoints go to the store, so that another worker can continue where this one ends, however it ends. Ctrl-C saves the current tasks and returns them to the queue.',
    )
    .addOption(queueOption())
    .addOption(storeOption())
    .addOption(
      new Option('--processes <n>', 'runs and shards at a time').argParser(wholeNumber(1)).default(1),
    )
    .option('--work <dir>', 'folder for runs in training (default: the system’s folder for temporary files)')
    .option('--folders <dir>', 'also take image folders within this folder (default: only data sets by name)')
    .addOption(
      new Option(
        '--max-engines <n>',
        'take no run with more engines, see --workers of `rnp train` (default: one per core)',
      ).argParser(wholeNumber(1)),
    )
    .addOption(
      new Option(
        '--max-steps <n>',
        'take no run with more optimiser steps, and no images with more steps of --refine (default: any number)',
      ).argParser(wholeNumber(1)),
    )
    .addOption(
      new Option(
        '--max-parameters <n>',
        'take no model that learns more numbers (default: any number)',
      ).argParser(wholeNumber(1)),
    )
    .option('--drain', 'end when the queue is empty')
    .addOption(
      new Option(
        '--lock-seconds <s>',
        'a worker’s task goes to another worker after this time without a sign from it',
      )
        .argParser(positiveNumber)
        .default(30),
    )
    .addOption(
      new Option(
        '--max-deaths <n>',
        'a task fails after this many workers in a row died on it without progress',
      )
        .argParser(wholeNumber(1))
        .default(5),
    )
    .examples([
      'worker --queue redis://queue.example:6379 --store file:///shared/rnp',
      'worker --queue redis://localhost --store /shared/rnp --processes 2 --drain',
    ])
    .action(async (flags: WorkerFlags) => setExitCode(await run(flags)));
}

async function run({
  queue,
  store,
  processes,
  work: dir,
  folders,
  maxEngines,
  maxSteps,
  maxParameters,
  drain,
  lockSeconds,
  maxDeaths,
}: WorkerFlags): Promise<number> {
  if (store === undefined) throw new UsageError('name with --store where checkpoints and results go');
  const { workForQueue } = await import('@rnp/runs/queued');
  const interruption = listenForInterrupt(() =>
    printLine('saving and giving back what is under way; once more to stop at once'),
  );
  const name = `${hostname().replace(/[^A-Za-z0-9-]+/g, '-')}-${process.pid}-${randomBytes(3).toString('hex')}`;
  try {
    await workForQueue({
      ...(queue === undefined ? {} : { url: queue }),
      store,
      processes,
      name,
      work: dir ?? tmpdir(),
      folders: folders ?? null,
      limits: {
        engines: maxEngines ?? availableParallelism(),
        steps: maxSteps ?? null,
        parameters: maxParameters ?? null,
      },
      drain: drain === true,
      lockMs: 1000 * lockSeconds,
      maxDeaths,
      signal: interruption.signal,
      onNote: (line) => printLine(line),
      style: flagStyle,
    });
    return interruption.signal.aborted ? exitCodes.interrupted : exitCodes.ok;
  } finally {
    interruption.stop();
  }
}
