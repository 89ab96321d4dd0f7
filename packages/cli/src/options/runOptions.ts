import { type TrainRunOptions, UsageError } from '@rnp/runs';
import type { AdaptOptions } from '@rnp/runs/run';
import { bookkeepingTable, type SettingSources } from '@rnp/runs/settings';
import { InvalidArgumentError, Option } from 'commander';
import type { TrainRequest } from '../sessions/trainSession.js';
import { dashed } from '../terminal/inFlags.js';
import {
  backendOption,
  dataOption,
  given,
  jsonOption,
  outOption,
  positiveNumber,
  settingOption,
  wholeNumber,
} from './options.js';

/** What every command that trains can be told: called as the options of `trainRun`, and as its settings. */
export interface RunFlags
  extends Omit<TrainRunOptions, 'out' | 'resume' | 'adapt' | 'signal' | 'command' | 'report'>,
    Pick<SettingSources, 'set' | 'data' | 'steps' | 'seed' | 'workers'> {
  readonly skipBad?: boolean;
  readonly out?: string;
  readonly resume?: string | true;
  readonly report: boolean;
  readonly json?: boolean;
}

/** Meanings of options that are not the same for all of these commands. */
export interface RunOptionTexts {
  readonly data: string;
  readonly out: string;
  readonly seed: string;
}

/** The options of `RunFlags`. */
export function runOptions({ data, out, seed }: RunOptionTexts): readonly Option[] {
  return [
    new Option('--set <name=value...>', 'any setting, see `rnp settings`'),
    dataOption(data),
    new Option('--skip-bad', 'leave out unreadable pictures of a folder, and list them (bad=skip in --data)'),
    settingOption('steps', 'default: those of the settings'),
    new Option('--minutes <m>', 'as many steps as fit into this time, including the measuring at the end')
      .argParser(positiveNumber)
      .conflicts('steps'),
    outOption(out),
    settingOption('seed', seed),
    backendOption(),
    settingOption('workers', 'default: one per core, each with at least 8 images'),
    new Option(
      '--resume [dir]',
      'continue the run in this folder, or in --out, as it was begun; with --steps, also beyond its end',
    ).conflicts('overwrite'),
    new Option('--overwrite', 'replace an earlier run in the folder, once this one has ended'),
    ...bookkeepingNames.map((name) => bookkeepingOption(name)),
    jsonOption('print the final metrics as JSON'),
  ];
}

const bookkeepingNames = Object.keys(bookkeepingTable) as (keyof typeof bookkeepingTable)[];

/** An option beside the settings, from its row. @param more what it is for a command that is not about one run */
export function bookkeepingOption(name: (typeof bookkeepingNames)[number], more?: string): Option {
  const { values, meaning, otherwise } = bookkeepingTable[name];
  if (values.type === 'flag') return new Option(`--no-${dashed(name)}`, more ?? `do not ${meaning}`);
  const { word } = values;
  return new Option(`--${dashed(name)} <n>`, `${meaning} (default: ${otherwise})`).argParser((text) => {
    if (text === word) return word;
    try {
      return wholeNumber(1)(text);
    } catch (error) {
      if (word === undefined) throw error;
      throw new InvalidArgumentError((error as Error).message.replace(/\.$/, `, or ${word}.`));
    }
  });
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
    report,
    json = false,
    skipBad = false,
    set,
    data,
    steps,
    seed,
    workers,
    ...options
  } = flags;
  if (typeof resume === 'string' && out !== undefined && resume !== out) {
    throw new UsageError(`--resume ${resume} and --out ${out} name two folders; give one`);
  }
  return {
    ...options,
    settings: given({ set, data: skipBad ? skippingBad(data) : data, steps, seed, workers }),
    out: (typeof resume === 'string' ? resume : out) ?? dir,
    resume: resume !== undefined,
    ...(adapt !== null && { adapt }),
    // What is not said is as the run was begun.
    ...(report ? {} : { report }),
    json,
    command,
  };
}
