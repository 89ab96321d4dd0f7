import { type InterpolateOptions, interpolateImages, sheetEndings } from '@rnp/runs/use';
import type { Command } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import {
  backendOption,
  countOption,
  modelOption,
  outputOptions,
  twoImageOptions,
} from '../options/options.js';
import { printLines } from '../terminal/print.js';
import { told } from '../terminal/told.js';

/** Called as the options of `interpolateImages`. */
type InterpolateFlags = Omit<InterpolateOptions, 'out'> & { readonly out?: string };

export function interpolateCommand(): Command {
  return new ExampleCommand('interpolate')
    .summary('interpolate from one image to another')
    .description('Draws programs on the straight line between the programs of two images.')
    .argument(
      '<from>',
      'a PNG or JPEG of any size, or the index of an image in --data; with --class, a class',
    )
    .argument('<to>', 'the same')
    .takes(
      modelOption(),
      countOption('--frames <n>', 'number of images, including both ends', 2).default(undefined, '9'),
      ...twoImageOptions(),
      ...outputOptions('interpolation.svg and interpolation.png', sheetEndings, 'interpolation'),
      backendOption(),
    )
    .examples([
      'interpolate 3 8 --model runs/quick-start',
      'interpolate --class 3 8 --model runs/quick-start',
      'interpolate seven.png 12 --frames 15 --model runs/quick-start --out walk',
      'interpolate 3 8 --model runs/quick-start --out walk.png',
    ])
    .action(run);
}

async function run(from: string, to: string, flags: InterpolateFlags): Promise<void> {
  printLines(await told(interpolateImages(from, to, { ...flags, out: flags.out ?? 'interpolation' })));
}
