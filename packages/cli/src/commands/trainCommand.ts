import { Command, Option } from 'commander';
import { UsageError } from '../errors.js';
import { train } from '../run/train.js';
import {
  backendOption,
  dataOption,
  examples,
  jsonOption,
  outOption,
  positiveNumber,
  seedOption,
  wholeNumber,
} from './options.js';

interface TrainFlags {
  readonly preset?: string;
  readonly config?: string;
  readonly set?: readonly string[];
  readonly data?: string;
  readonly steps?: number;
  readonly minutes?: number;
  readonly out?: string;
  readonly seed?: number;
  readonly workers?: number;
  readonly backend?: readonly string[];
  readonly resume?: string | true;
  readonly overwrite?: boolean;
  readonly logEvery: number;
  readonly checkpointEvery?: number;
  readonly report: boolean;
  readonly json?: boolean;
}

/** @param command what was typed, for the run's card and report */
export function trainCommand(command: string, setExitCode: (code: number) => void): Command {
  return new Command('train')
    .summary('learn the parts of images')
    .description(
      'Learns from images without labels, and measures the result on held-out ones. Writes model, metrics and a picture report into a folder; Ctrl-C saves what there is.',
    )
    .option('--preset <name>', 'named settings, see `rnp presets` (default: quick-start)')
    .option(
      '--config <file>',
      'JSON file { "data"?, "model"?, "training"?, "epochs"?, "workers"? }, such as the config.json of a model',
    )
    .option('--set <name=value...>', 'any setting, see `rnp settings`')
    .addOption(dataOption('data set by name, see `rnp data list` (default: the preset’s)'))
    .addOption(new Option('--steps <n>', 'optimiser steps').argParser(wholeNumber(1)))
    .addOption(
      new Option('--minutes <m>', 'as many steps as fit into so many minutes of training')
        .argParser(positiveNumber)
        .conflicts('steps'),
    )
    .addOption(outOption('folder of the run (default: runs/ and the name of the preset)'))
    .addOption(seedOption('seeds weights, order of the data and noise (default: the preset’s, 1)'))
    .addOption(backendOption())
    .addOption(
      new Option(
        '--workers <n>',
        'engines that share each batch (default: one per core, each with 8 images at least)',
      ).argParser(wholeNumber(1)),
    )
    .addOption(
      new Option('--resume [dir]', 'go on with the run in this folder, or in --out').conflicts('overwrite'),
    )
    .option('--overwrite', 'replace an earlier run in the folder')
    .addOption(
      new Option('--log-every <n>', 'steps between rows of metrics.jsonl')
        .argParser(wholeNumber(1))
        .default(5),
    )
    .addOption(
      new Option('--checkpoint-every <n>', 'steps between checkpoints (default: about 30 s)').argParser(
        wholeNumber(1),
      ),
    )
    .option('--no-report', 'write no pictures')
    .addOption(jsonOption('print the final metrics as JSON'))
    .addHelpText(
      'after',
      examples([
        'train',
        'train --preset mnist --minutes 10 --out runs/mnist',
        'train --data fashion-mnist --set latent=32 stepsPerLevel=5,4 overlap=0.03,0.05 --seed 2 --out runs/clothes',
        'train --resume runs/mnist',
      ]),
    )
    .action(async (flags: TrainFlags) => setExitCode(await train(requestOf(flags, command))));
}

function requestOf(flags: TrainFlags, command: string): Parameters<typeof train>[0] {
  const { resume, out, minutes, backend, checkpointEvery, logEvery, report, overwrite, json } = flags;
  const { preset, config, set, data, steps, seed, workers } = flags;
  if (typeof resume === 'string' && out !== undefined && resume !== out) {
    throw new UsageError(`--resume ${resume} and --out ${out} name two folders; give one`);
  }
  return {
    sources: {
      ...(preset === undefined ? {} : { preset }),
      ...(config === undefined ? {} : { config }),
      ...(set === undefined ? {} : { set }),
      ...(data === undefined ? {} : { data }),
      ...(steps === undefined ? {} : { steps }),
      ...(seed === undefined ? {} : { seed }),
      ...(workers === undefined ? {} : { workers }),
    },
    dir: (typeof resume === 'string' ? resume : out) ?? `runs/${preset ?? 'quick-start'}`,
    resume: resume !== undefined,
    overwrite: overwrite === true,
    minutes: minutes ?? null,
    backends: backend ?? null,
    logEvery,
    checkpointEvery: checkpointEvery ?? null,
    report,
    json: json === true,
    command,
  };
}
