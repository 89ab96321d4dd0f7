import { basename, join, resolve } from 'node:path';
import { traceOps } from '@rnp/backend';
import { UsageError } from '@rnp/runs';
import { fileName } from '@rnp/runs/outputs';
import { documentShape } from '@rnp/runs/settings';
import { shellOption } from '@rnp/runs/words';
import { type Command, Option } from 'commander';
import { messages } from '../terminal/outputs.js';
import { ExampleCommand } from './exampleCommand.js';
import { opTable } from './opTable.js';
import { addRunOptions, type RunFlags, runRequest } from './runOptions.js';
import { train } from './trainAtTerminal.js';

interface TrainFlags extends RunFlags {
  readonly preset?: string;
  readonly config?: string;
  readonly traceOps?: boolean;
}

/** @param command what was typed, for the run's card and report */
export function trainCommand(command: string): Command {
  const options = new ExampleCommand('train')
    .summary('learn the parts of images')
    .description(
      'Learns from images without labels, and measures the result on held-out images. Writes model, metrics and a picture report into a folder; Ctrl-C saves the results so far.',
    )
    .option('--preset <name>', 'named settings, see `rnp presets` (default: quick-start)')
    .option('--config <file>', `JSON file ${documentShape}, such as the config.json of a model`);
  options.addOption(
    new Option(
      '--trace-ops',
      'train in one thread, and print at the end which form of each op ran and how often',
    ).conflicts('workers'),
  );
  return addRunOptions(options, {
    data: 'data set by name, see `rnp data list` (default: the preset’s)',
    out: 'folder of the run (default: runs/ and the name of the preset or, without one, of the data)',
    seed: 'default: the preset’s, 1',
  })
    .examples([
      'train --minutes 2 --out runs/first',
      'train --preset mnist --minutes 10 --out runs/mnist',
      'train --data fashion-mnist --set latent=32 childrenPerLevel=5,4 overlap=0.005,0.01 --seed 2 --out runs/clothes',
      'train --resume runs/mnist',
      'train --resume runs/mnist --steps 4000',
    ])
    .action((flags: TrainFlags) => run(flags, command));
}

async function run(flags: TrainFlags, command: string): Promise<void> {
  const { preset, config } = flags;
  const shared = flags.set?.find((one) => /^\s*workers\s*=/.test(one) && !/=\s*1\s*$/.test(one));
  if (flags.traceOps === true && shared !== undefined) {
    throw new UsageError(`--trace-ops trains in one thread; leave ${shellOption('--set', shared)} away`);
  }
  // Workers count their own ops, and nobody would see it.
  const request = runRequest(flags.traceOps === true ? { ...flags, workers: 1 } : flags, {
    dir: join('runs', preset ?? (flags.data === undefined ? 'quick-start' : fileName(titleOf(flags.data)))),
    command,
    adapt: null,
  });
  const settings = {
    ...request.settings,
    ...(preset === undefined ? {} : { recipe: preset }),
    ...(config === undefined ? {} : { config }),
  };
  if (flags.traceOps !== true) return train({ ...request, settings });
  const trace = traceOps();
  try {
    return await train({ ...request, settings });
  } finally {
    trace.stop();
    messages.write(`${opTable(trace.counts())}\n`);
  }
}

/** Data without its options: a name as it is, of a folder the last part, also of `.`. */
function titleOf(data: string): string {
  return basename(resolve(data.replace(/\?.*$/s, '')));
}
