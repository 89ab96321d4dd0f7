import { UsageError } from '@rnp/runs';
import {
  blendedWholes,
  type Combination,
  partsExample,
  rasterOf,
  scaleFor,
  swappedPart,
} from '@rnp/runs/explain';
import { type ImageFlags, type OpenedModel, openModel, readModelImages, requireRnp } from '@rnp/runs/models';
import { destinationOf, drawingFiles, writeOutputs } from '@rnp/runs/outputs';
import { figureSvg, partsFigure } from '@rnp/viz';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { withListeners } from '../terminal/modelListeners.js';
import { printLine } from '../terminal/print.js';
import { say } from '../terminal/say.js';
import { ExampleCommand } from './exampleCommand.js';
import {
  backendOption,
  backgroundOption,
  classOption,
  dataOption,
  defaultBackends,
  filesOption,
  fitOption,
  inkOption,
  invertOption,
  modelOption,
  overwriteOption,
  splitOption,
} from './options.js';

const endings = Object.freeze(['.svg', '.png', '.json']);

interface CombineFlags extends ImageFlags {
  readonly model: string;
  readonly part?: readonly number[];
  readonly with?: readonly number[];
  readonly share: number;
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly backends?: readonly string[];
}

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
    .addOption(modelOption())
    .addOption(
      new Option(
        '--part <n>',
        'part of the first image to replace, from 1; 1.2 is the second subpart of part 1',
      ).argParser(partOf),
    )
    .addOption(
      new Option(
        '--with <n>',
        'part of the second image that replaces it (default: the same as --part)',
      ).argParser(partOf),
    )
    .addOption(
      new Option('--share <s>', 'weight of the second image in the mean, 0 to 1')
        .argParser(shareOf)
        .default(0.5)
        .conflicts('part'),
    )
    .addOption(dataOption('data set of the indices (default: the one the model learned from)'))
    .addOption(splitOption())
    .addOption(classOption())
    .addOption(fitOption())
    .addOption(inkOption())
    .addOption(invertOption())
    .addOption(backgroundOption())
    .addOption(filesOption('combination.svg, .png and .json', endings, 'combination'))
    .addOption(overwriteOption())
    .addOption(backendOption())
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
  if (flags.with !== undefined && flags.part === undefined) {
    throw new UsageError('--with names what comes in the place of --part; give that, too');
  }
  const destination = await destinationOf(flags.out ?? 'combination', endings);
  const opened = await openModel(flags.model, flags.backends ?? defaultBackends, say);
  const { model } = opened;
  try {
    const shape = model.network.imageShape;
    const images = await withListeners({}, (listeners) =>
      readModelImages(opened, [first, second], flags, listeners),
    );
    const pair = images.map(({ pixels }) => pixels) as unknown as Pair;
    const combination = await combine(opened, pair, flags);
    const rows = [combination.first, combination.second, combination.combined];
    const figure = partsFigure(
      rows.map((one, i) => partsExample(one, pair[i] === undefined ? undefined : rasterOf(pair[i], shape))),
      { scale: scaleFor(shape, 112), rowLabels: [...images.map(({ caption }) => caption), madeOf(flags)] },
    );
    const title = images.map(({ name }) => name).join(' and ');
    const paths = await writeOutputs(
      destination,
      {
        ...drawingFiles('combination', figureSvg(figure, { title })),
        ...(combination.combined.tree === null ? {} : { 'combination.json': combination.combined.tree }),
      },
      { overwrite: flags.overwrite === true },
    );
    for (const path of paths) printLine(path);
  } finally {
    model.dispose();
  }
}

type Pair = readonly [Float32Array, Float32Array];

function combine(
  opened: OpenedModel,
  pair: Pair,
  { part, with: by, share }: CombineFlags,
): Promise<Combination> {
  if (part === undefined) return blendedWholes(opened.model, pair, share);
  return swappedPart(requireRnp(opened), pair, { part, by: by ?? part });
}

/** What the third row is, in words. */
function madeOf({ part, with: by = part, share }: CombineFlags): string {
  if (part === undefined || by === undefined) return `${Math.round(100 * share)} % of the second`;
  return `part ${by.join('.')} as part ${part.join('.')}`;
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
