import { basename, join, resolve } from 'node:path';
import { fileName } from '@rnp/runs/outputs';
import { Command } from 'commander';
import { examples } from './options.js';
import { addRunOptions, type RunFlags, runRequest } from './runOptions.js';
import { train } from './trainAtTerminal.js';

interface TrainFlags extends RunFlags {
  readonly preset?: string;
  readonly config?: string;
}

/** @param command what was typed, for the run's card and report */
export function trainCommand(command: string, setExitCode: (code: number) => void): Command {
  const options = new Command('train')
    .summary('learn the parts of images')
    .description(
      'Learns from images without labels, and measures the result on held-out ones. Writes model, metrics and a picture report into a folder; Ctrl-C saves what there is.',
    )
    .option('--preset <name>', 'named settings, see `rnp presets` (default: quick-start)')
    .option(
      '--config <file>',
      'JSON file { "data"?, "network"?, "model"?, "training"?, "epochs"?, "workers"?, "augment"? }, such as the config.json of a model',
    );
  return addRunOptions(options, {
    data: 'data set by name, see `rnp data list` (default: the preset’s)',
    out: 'folder of the run (default: runs/ and the name of the preset, else of the data)',
    seed: 'seeds weights, order of the data and noise (default: the preset’s, 1)',
  })
    .addHelpText(
      'after',
      examples([
        'train --minutes 2 --out runs/first',
        'train --preset mnist --minutes 10 --out runs/mnist',
        'train --data fashion-mnist --set latent=32 stepsPerLevel=5,4 overlap=0.005,0.01 --seed 2 --out runs/clothes',
        'train --resume runs/mnist',
        'train --resume runs/mnist --steps 4000',
      ]),
    )
    .action(async (flags: TrainFlags) => setExitCode(await run(flags, command)));
}

function run(flags: TrainFlags, command: string): Promise<number> {
  const { preset, config } = flags;
  const request = runRequest(flags, {
    dir: join('runs', preset ?? (flags.data === undefined ? 'quick-start' : fileName(titleOf(flags.data)))),
    command,
    adapt: null,
  });
  const settings = {
    ...request.settings,
    ...(preset === undefined ? {} : { recipe: preset }),
    ...(config === undefined ? {} : { config }),
  };
  return train({ ...request, settings });
}

/** Data without its options: a name as it is, of a folder the last part, also of `.`. */
function titleOf(data: string): string {
  return basename(resolve(data.replace(/\?.*$/s, '')));
}
