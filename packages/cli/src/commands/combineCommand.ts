import { type CombineOptions, combinationEndings, combineImages } from '@rnp/runs/use';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { backendOption, modelOption, outputOptions, twoImageOptions } from '../options/options.js';
import { printLines } from '../terminal/print.js';
import { told } from '../terminal/told.js';

/** Called as the options of `combineImages`. */
type CombineFlags = Omit<CombineOptions, 'out'> & { readonly out?: string };

export function combineCommand(): Command {
  return new ExampleCommand('combine')
    .summary('draw a new image from the programs of two')
    .description(
      'Draws the mean of the programs of two images. With --part, draws the first image with one of its parts replaced by a part of the second.',
    )
    .argument(
      '<first>',
      'a PNG or JPEG of any size, or the index of an image in --data; with --class, a class',
    )
    .argument('<second>', 'the same')
    .takes(
      modelOption(),
      new Option(
        '--part <n>',
        'part of the first image to replace, from 1; 1.2 is the second subpart of part 1',
      ).argParser(partOf),
      new Option(
        '--with <n>',
        'part of the second image that replaces it (default: the same as --part)',
      ).argParser(partOf),
      new Option('--share <s>', 'weight of the second image in the mean, 0 to 1')
        .argParser(shareOf)
        .default(undefined, '0.5')
        .conflicts('part'),
      ...twoImageOptions(),
      ...outputOptions('combination.svg, .png and .json', combinationEndings, 'combination'),
      backendOption(),
    )
    .examples([
      'combine 3 8 --model runs/quick-start',
      'combine --class 3 8 --model runs/quick-start',
      'combine 3 8 --part 1 --with 2 --model runs/quick-start',
      'combine seven.png 12 --share 0.3 --model runs/quick-start --out both',
      'combine 3 8 --model runs/quick-start --out mean.png',
    ])
    .action(run);
}

async function run(first: string, second: string, flags: CombineFlags): Promise<void> {
  const { paths } = await told(combineImages(first, second, { ...flags, out: flags.out ?? 'combination' }));
  printLines(paths);
}

/** `2` or `2.1` → the path of a part, from the top down. */
function partOf(value: string): readonly number[] {
  if (!/^[1-9]\d{0,3}(\.[1-9]\d{0,3})*$/.test(value)) {
    throw new InvalidArgumentError(
      'It must be the number of a part, from 1, such as 2, or 2.1 for its first subpart.',
    );
  }
  return value.split('.').map(Number);
}

function shareOf(value: string): number {
  const share = value.trim() === '' ? Number.NaN : Number(value);
  if (!(share >= 0 && share <= 1)) throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return share;
}
