import { type NoteEvent, UsageError } from '@rnp/runs';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { Interrupted } from '../errors.js';
import { countOption, given, positiveNumber } from '../options/options.js';
import { type QueueFlags, queueOptions } from '../options/queueOptions.js';
import { atTerminal, type Display } from '../terminal/atTerminal.js';
import { inFlags } from '../terminal/inFlags.js';
import { printLine } from '../terminal/print.js';

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

export function workerCommand(): Command {
  return new ExampleCommand('worker')
    .summary('run tasks from a queue')
    .description(
      'Runs tasks of `rnp sweep --queue` and shards of `rnp parse FOLDER --queue`, on any number of machines. Checkpoints go to the store, so that another worker can continue where this one ends, however it ends. Ctrl-C saves the current tasks and returns them to the queue.',
    )
    .takes(
      ...queueOptions(),
      countOption('--processes <n>', 'runs and shards at a time').default(1),
      new Option(
        '--work <dir>',
        'folder for runs in training (default: the system’s folder for temporary files)',
      ),
      new Option(
        '--folders <dir>',
        'also take image folders within this folder (default: only data sets by name)',
      ),
      countOption(
        '--max-engines <n>',
        'take no run with more engines, see --workers of `rnp train` (default: one per core)',
      ),
      countOption(
        '--max-steps <n>',
        'take no run with more optimiser steps, and no images with more steps of --infer (default: any number)',
      ),
      countOption('--max-parameters <n>', 'take no model that learns more numbers (default: any number)'),
      new Option('--drain', 'end when the queue is empty'),
      new Option(
        '--lock-seconds <s>',
        'a worker’s task goes to another worker after this time without a sign from it',
      )
        .argParser(positiveNumber)
        .default(30),
      countOption(
        '--max-deaths <n>',
        'a task fails after this many workers in a row died on it without progress',
      ).default(5),
    )
    .examples([
      'worker --queue redis://queue.example:6379 --store file:///shared/rnp',
      'worker --queue redis://localhost --store /shared/rnp --processes 2 --drain',
    ])
    .action(run);
}

async function run({
  queue,
  store,
  lockSeconds,
  maxEngines,
  maxSteps,
  maxParameters,
  ...options
}: WorkerFlags): Promise<void> {
  if (store === undefined) throw new UsageError('name with --store where checkpoints and results go');
  const { workForQueue } = await import('@rnp/runs/distributed');
  const job = workForQueue({
    ...options,
    store,
    ...given({ url: queue }),
    limits: given({ engines: maxEngines, steps: maxSteps, parameters: maxParameters }),
    lockMs: 1000 * lockSeconds,
  });
  const { drained } = await atTerminal(job, lines, {
    stopping: () => 'saving and giving back what is under way',
    stopped: () => 'stopped before any work',
    atOnce: () =>
      'stopped at once; what was done after the last checkpoints is not saved, and goes to other workers',
  });
  if (!drained) throw new Interrupted('stopped; what was under way is saved and given back');
}

/** What a worker tells is what it is started for. */
const lines: Display<NoteEvent> = {
  show: ({ wording }) => printLine(inFlags(wording)),
  log: printLine,
  stop: () => undefined,
};
