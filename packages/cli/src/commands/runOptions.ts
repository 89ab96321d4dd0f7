import { UsageError } from '@rnp/runs';
import type { EvaluateEvery } from '@rnp/runs/record';
import type { AdaptOptions } from '@rnp/runs/run';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  backendOption,
  dataOption,
  jsonOption,
  outOption,
  positiveNumber,
  settingOption,
  wholeNumber,
} from './options.js';
import type { TrainRequest } from './trainAtTerminal.js';

/** What every command that trains can be told. */
export interface RunFlags {
  readonly set?: readonly string[];
  readonly data?: string;
  readonly skipBad?: boolean;
  readonly steps?: number;
  readonly minutes?: number;
  readonly out?: string;
  readonly seed?: number;
  readonly workers?: number;
  readonly backends?: readonly string[];
  readonly resume?: string | true;
  readonly overwrite?: boolean;
  readonly logEvery?: number;
  readonly checkpointEvery?: number;
  readonly evaluateEvery?: EvaluateEvery;
  readonly evaluateLimit?: number;
  readonly report: boolean;
  readonly json?: boolean;
}

/** Meanings of options that are not the same for all of these commands. */
export interface RunOptionTexts {
  readonly data: string;
  readonly out: string;
  readonly seed: string;
}

/** Adds the options of `RunFlags`. */
export function addRunOptions<C extends Command>(command: C, { data, out, seed }: RunOptionTexts): C {
  return command
    .option('--set <name=value...>', 'any setting, see `rnp settings`')
    .addOption(dataOption(data))
    .option('--skip-bad', 'leave out unreadable pictures of a folder, and list them (bad=skip in --data)')
    .addOption(settingOption('steps', 'default: those of the settings'))
    .addOption(
      new Option('--minutes <m>', 'as many steps as fit into this time, including the measuring at the end')
        .argParser(positiveNumber)
        .conflicts('steps'),
    )
    .addOption(outOption(out))
    .addOption(settingOption('seed', seed))
    .addOption(backendOption())
    .addOption(settingOption('workers', 'default: one per core, each with at least 8 images'))
    .addOption(
      new Option(
        '--resume [dir]',
        'continue the run in this folder, or in --out, as it was begun; with --steps, also beyond its end',
      ).conflicts('overwrite'),
    )
    .option('--overwrite', 'replace an earlier run in the folder, once this one has ended')
    .addOption(
      new Option('--log-every <n>', 'steps between rows of metrics.jsonl (default: 5)').argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option('--checkpoint-every <n>', 'steps between checkpoints (default: about 30 s)').argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option(
        '--evaluate-every <n>',
        'steps between measurements on the test split, or epoch: taken at the multiples, written to evaluations.jsonl (default: only at the end)',
      ).argParser(evaluateEvery),
    )
    .addOption(
      new Option(
        '--evaluate-limit <n>',
        'held-out images to measure at the end, from the first (default: all; 1000 if the run saw few images)',
      ).argParser(wholeNumber(1)),
    )
    .option('--no-report', 'write no pictures')
    .addOption(jsonOption('print the final metrics as JSON'));
}

function evaluateEvery(value: string): EvaluateEvery {
  if (value === 'epoch') return value;
  try {
    return wholeNumber(1)(value);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message.replace(/\.$/, ', or epoch.'));
  }
}

/** @throws UsageError without data to skip in */
function skippingBad(data: string | undefined): string {
  if (data === undefined) throw new UsageError('--skip-bad is for a folder of images; give it with --data');
  if (/[?&]bad=/.test(data)) return data;
  return `${data}${data.includes('?') ? '&' : '?'}bad=skip`;
}

/** What a command asks for beside its flags. */
export interface RunDefaults {
  /** Folder of a run for which none is named. */
  readonly dir: string;
  /** What was typed, for the run's card and report. */
  readonly command: string;
  /** The model that is to adapt; null for a model from fresh weights. */
  readonly adapt: AdaptOptions | null;
}

/** @throws UsageError when --resume and --out name two folders */
export function runRequest(flags: RunFlags, { dir, command, adapt }: RunDefaults): TrainRequest {
  const {
    resume,
    out,
    minutes,
    backends,
    checkpointEvery,
    evaluateEvery,
    logEvery,
    report,
    overwrite,
    json,
  } = flags;
  const { set, steps, seed, workers, evaluateLimit } = flags;
  const data = flags.skipBad === true ? skippingBad(flags.data) : flags.data;
  if (typeof resume === 'string' && out !== undefined && resume !== out) {
    throw new UsageError(`--resume ${resume} and --out ${out} name two folders; give one`);
  }
  return {
    settings: {
      ...(set === undefined ? {} : { set }),
      ...(data === undefined ? {} : { data }),
      ...(steps === undefined ? {} : { steps }),
      ...(seed === undefined ? {} : { seed }),
      ...(workers === undefined ? {} : { workers }),
    },
    out: (typeof resume === 'string' ? resume : out) ?? dir,
    resume: resume !== undefined,
    overwrite: overwrite === true,
    ...(adapt !== null && { adapt }),
    ...(minutes !== undefined && { minutes }),
    ...(backends !== undefined && { backends }),
    ...(logEvery !== undefined && { logEvery }),
    ...(checkpointEvery !== undefined && { checkpointEvery }),
    ...(evaluateEvery !== undefined && { evaluateEvery }),
    ...(evaluateLimit !== undefined && { evaluateLimit }),
    // What is not said is as the run was begun.
    ...(report ? {} : { report }),
    json: json === true,
    command,
  };
}
