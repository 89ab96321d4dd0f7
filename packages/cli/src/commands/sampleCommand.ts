import { maxSamples, type SampleOptions, sampleModel, sheetEndings } from '@rnp/runs/use';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import {
  backendOption,
  given,
  jsonOption,
  modelOption,
  outputOptions,
  seedOption,
  wholeNumber,
} from '../options/options.js';
import { printJsonList, printLines } from '../terminal/print.js';
import { told } from '../terminal/told.js';

/** Called as the options of `sampleModel`. */
interface SampleFlags extends SampleOptions {
  readonly count: number;
  readonly seed: number;
  readonly json?: boolean;
}

export function sampleCommand(): Command {
  return new ExampleCommand('sample')
    .summary('draw new images from the prior')
    .description(
      'Samples programs from the prior N(0, I) and draws the new images, their parts, and each part’s own canvas; with --noise from the prior of whole trees.',
    )
    .takes(
      modelOption(),
      new Option(
        '--count <n>',
        'number of images: as many as a sheet holds, about 2000 of 28×28; with --json alone up to 100000',
      )
        .argParser(wholeNumber(1, maxSamples))
        .default(16),
      seedOption('the same seed draws the same samples').default(1),
      new Option(
        '--noise [deviation]',
        'how far parts may depart from what programs say of them, in states and actions: 0.2, or a number for each level such as 0.3,0.1; without a number as far as the model has learned, see --precisions of `rnp train` (default: not at all)',
      )
        .argParser(deviations)
        .preset('learned'),
      ...outputOptions('samples.svg and samples.png', sheetEndings, 'samples'),
      backendOption(),
      jsonOption('print programs and parse trees as JSON, and write pictures only with --out'),
    )
    .examples([
      'sample --model runs/quick-start',
      'sample --model runs/quick-start --count 64 --seed 7 --out more',
      'sample --model runs/quick-start --noise 0.2',
      'sample --model runs/quick-start --out samples.svg',
    ])
    .action(run);
}

async function run({ json = false, ...flags }: SampleFlags): Promise<void> {
  const { count, seed, noise, out = json ? undefined : 'samples' } = flags;
  const job = sampleModel({ ...flags, ...(out !== undefined && { out }) });
  if (!json) return printLines(await told(job));
  // Nothing is printed of samples that are not drawn.
  let list: ReturnType<typeof printJsonList> | undefined;
  await told(job, {
    onSample: ({ program, tree }) => {
      list ??= printJsonList({ count, seed, ...given({ noise }) }, 'samples');
      list.add({ program, tree });
    },
  });
  list?.end();
}

/** One deviation for all levels, or one for each, or the word for those of the model. */
function deviations(value: string): NonNullable<SampleOptions['noise']> {
  if (value === 'learned') return value;
  const read = value
    .split(',')
    .map((one) => (/^\d*\.?\d+(e-?\d+)?$/i.test(one.trim()) ? Number(one) : Number.NaN));
  if (read.some(Number.isNaN)) {
    throw new InvalidArgumentError('It must be a number of at least 0, or such numbers with commas between.');
  }
  return read.length === 1 ? read[0]! : read;
}
