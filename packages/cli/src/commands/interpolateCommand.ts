import { interpolationPicture } from '@rnp/runs/explain';
import { type ImageFlags, type ImageInput, openModel, readModelImages } from '@rnp/runs/models';
import { destinationOf, sheetFiles, writeOutputs } from '@rnp/runs/outputs';
import type { Figure, ImageGrid } from '@rnp/viz';
import { type Command, Option } from 'commander';
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
  wholeNumber,
} from './options.js';

const endings = Object.freeze(['.svg', '.png']);

interface InterpolateFlags extends ImageFlags {
  readonly model: string;
  readonly frames: number;
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly backends?: readonly string[];
}

export function interpolateCommand(): Command {
  return new ExampleCommand('interpolate')
    .summary('interpolate from one image to another')
    .description('Draws programs on the straight line between the programs of two images.')
    .argument(
      '<from>',
      'a PNG or JPEG of any size, or the index of an image in --data; with --class, a class',
    )
    .argument('<to>', 'the same')
    .addOption(modelOption())
    .addOption(
      new Option('--frames <n>', 'number of images, including both ends')
        .argParser(wholeNumber(2))
        .default(9),
    )
    .addOption(dataOption('data set of the indices (default: the one the model learned from)'))
    .addOption(splitOption())
    .addOption(classOption())
    .addOption(fitOption())
    .addOption(inkOption())
    .addOption(invertOption())
    .addOption(backgroundOption())
    .addOption(filesOption('interpolation.svg and interpolation.png', endings, 'interpolation'))
    .addOption(overwriteOption())
    .addOption(backendOption())
    .examples([
      'interpolate 3 8 --model runs/quick-start',
      'interpolate --class 3 8 --model runs/quick-start',
      'interpolate seven.png 12 --frames 15 --model runs/quick-start --out walk',
      'interpolate 3 8 --model runs/quick-start --out walk.png',
    ])
    .action(run);
}

async function run(from: string, to: string, flags: InterpolateFlags): Promise<void> {
  const destination = await destinationOf(flags.out ?? 'interpolation', endings);
  const opened = await openModel(flags.model, flags.backends ?? defaultBackends, say);
  const { model } = opened;
  try {
    const images = await withListeners({}, (listeners) =>
      readModelImages(opened, [from, to], flags, listeners),
    );
    const [first, second] = images.map(({ pixels }) => pixels);
    const picture = await interpolationPicture(model, [[first!, second!]], flags.frames);
    const title = `From ${images.map(({ name }) => name).join(' to ')}`;
    const figure = withEnds(picture, images);
    const paths = await writeOutputs(destination, sheetFiles('interpolation', figure, title), {
      overwrite: flags.overwrite === true,
    });
    for (const path of paths) printLine(path);
  } finally {
    model.dispose();
  }
}

/** Letters that fit above an image. */
const maxLetters = 14;

/** A walk with words above its first and its last image. */
function withEnds(walk: ImageGrid, images: readonly ImageInput[]): Figure {
  const ends = [walk.columns[0]!, walk.columns.at(-1)!];
  const columns = ends.map((end, i) => ({ ...end, label: shortened(images[i]!.caption) }));
  return { ...walk, columns, rows: [] };
}

function shortened(caption: string): string {
  const letters = [...caption];
  return letters.length > maxLetters ? `${letters.slice(0, maxLetters - 1).join('')}…` : caption;
}
