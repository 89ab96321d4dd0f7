import { join } from 'node:path';
import { traceOps } from '@rnp/backend';
import { UsageError } from '@rnp/runs';
import { dataTitle } from '@rnp/runs/data';
import { fileName } from '@rnp/runs/outputs';
import { documentShape } from '@rnp/runs/settings';
import { shellOption } from '@rnp/runs/words';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { given } from '../options/options.js';
import { type RunFlags, runOptions, runRequest } from '../options/runOptions.js';
import { train } from '../sessions/trainSession.js';
import { opTable } from '../terminal/opTable.js';
import { say } from '../terminal/say.js';

interface TrainFlags extends RunFlags {
  readonly preset?: string;
  readonly config?: string;
  readonly traceOps?: boolean;
}

/** @param command what was typed, for the run's card and report */
export function trainCommand(command: string): Command {
  return new ExampleCommand('train')
    .summary('learn the parts of images')
    .description(
      'Learns from images without labels, and measures the result on held-out images. Writes model, metrics and a picture report into a folder; Ctrl-C saves the results so far.',
    )
    .takes(
      new Option(
        '--preset <name>',
        'named settings, see `rnp presets` (default: quick-start, or own-pictures for a folder of images without --config)',
      ),
      new Option('--config <file>', `JSON file ${documentShape}, such as the config.json of a model`),
      new Option(
        '--trace-ops',
        'train in one thread, and print at the end which form of each op ran and how often',
      ).conflicts('workers'),
      ...runOptions({
        data: 'data set by name, see `rnp data list` (default: the preset’s)',
        out: 'folder of the run (default: runs/ and the name of the preset or, without one, of the data)',
        seed: 'default: the preset’s, 1',
      }),
    )
    .examples([
      'train --minutes 2 --out runs/first',
      'train --preset mnist --minutes 10 --out runs/mnist',
      'train --data fashion-mnist --set latent=32 childrenPerLevel=5,4 overlap=0.005,0.01 --seed 2 --out runs/clothes',
      'train --resume runs/mnist',
      'train --resume runs/mnist --steps 4000',
    ])
    .action((flags: TrainFlags) => run(flags, command));
}

async function run(
  { preset, config, traceOps: traced = false, ...flags }: TrainFlags,
  command: string,
): Promise<void> {
  const shared = flags.set?.find((one) => /^\s*workers\s*=/.test(one) && !/=\s*1\s*$/.test(one));
  if (traced && shared !== undefined) {
    throw new UsageError(`--trace-ops trains in one thread; leave ${shellOption('--set', shared)} away`);
  }
  const name = preset ?? (flags.data === undefined ? 'quick-start' : fileName(dataTitle(flags.data)));
  // Workers count their own ops, and nobody would see it.
  const request = runRequest(traced ? { ...flags, workers: 1 } : flags, {
    dir: join('runs', name),
    command,
    adapt: null,
  });
  const settings = { ...request.settings, ...given({ recipe: preset, config }) };
  if (!traced) return train({ ...request, settings });
  const trace = traceOps();
  try {
    await train({ ...request, settings });
  } finally {
    trace.stop();
    for (const line of opTable(trace.counts())) say(line);
  }
}
