import { join } from 'node:path';
import { outlineSvg, parseTreeSvg, partsFigure } from '@rnp/viz';
import { Command, Option } from 'commander';
import { UsageError } from '../errors.js';
import type { ImageInput } from '../input/imageInput.js';
import { type OneImageFlags, openModelAndImage } from '../input/nearestModel.js';
import { type OpenedModel, requireRnp } from '../input/openModel.js';
import { type Destination, destinationOf } from '../output/destination.js';
import { drawingFiles, sheetFiles } from '../output/pictures.js';
import { printJson, printLine } from '../output/print.js';
import { fileName, writeOutputs } from '../output/writeOutputs.js';
import { ownCanvas, partsExample } from '../report/explain.js';
import { explainImage } from '../report/explainImage.js';
import { rasterOf, scaleFor } from '../report/rasters.js';
import {
  backendOption,
  backgroundOption,
  dataOption,
  defaultBackends,
  examples,
  filesOption,
  fitOption,
  invertOption,
  jsonOption,
  optionalModelOption,
  refineOption,
  splitOption,
  wholeNumber,
} from './options.js';

/** Of the parse tree. */
const endings = Object.freeze(['.json', '.svg', '.png']);

interface ParseFlags extends OneImageFlags {
  readonly index?: number;
  readonly out?: string;
  readonly refine?: number;
  readonly backend?: readonly string[];
}

export function parseCommand(): Command {
  return new Command('parse')
    .summary('take an image apart into a tree of parts')
    .description(
      'Takes an image apart: writes its parse tree as JSON, and as SVG and PNG the tree, the frames of its parts, and a sheet of them.',
    )
    .argument('[image]', 'a PNG or JPEG of any size, or the index of an image in --data')
    .addOption(optionalModelOption())
    .addOption(new Option('--index <n>', 'the same as a number for [image]').argParser(wholeNumber(0)))
    .addOption(
      dataOption('data set of the index (default: the one the model learned from; without --model, digits)'),
    )
    .addOption(splitOption())
    .addOption(refineOption())
    .addOption(fitOption())
    .addOption(invertOption())
    .addOption(backgroundOption())
    .addOption(filesOption('tree.json and pictures', endings, 'parse/ and the name of the image'))
    .addOption(backendOption())
    .addOption(jsonOption('print the tree as JSON; files are written only with --out then'))
    .addHelpText(
      'after',
      examples([
        'parse drawing.png',
        'parse drawing.png --model omniglot --refine 50 --out letter',
        'parse photo.jpg --model runs/photos --out tree.svg',
        'parse 7 --model runs/quick-start',
        'parse 7 --model runs/quick-start --data mnist --json > tree.json',
      ]),
    )
    .action(run);
}

async function run(image: string | undefined, flags: ParseFlags): Promise<void> {
  if ((image === undefined) === (flags.index === undefined)) {
    throw new UsageError('give one image: a PNG or JPEG, or the index of an image in --data');
  }
  const asked = flags.out === undefined ? undefined : await destinationOf(flags.out, endings);
  const source = image ?? String(flags.index);
  const { opened, input } = await openModelAndImage(source, flags, flags.backend ?? defaultBackends);
  try {
    const destination = asked ?? { folder: join('parse', fileName(input.name)) };
    await parse(opened, input, destination, flags);
  } finally {
    opened.model.dispose();
  }
}

async function parse(
  opened: OpenedModel,
  input: ImageInput,
  destination: Destination,
  flags: ParseFlags,
): Promise<void> {
  const model = requireRnp(opened);
  const shape = model.config.imageShape;
  const { explained, tree } = await explainImage(model, input.pixels, flags.refine);
  if (flags.json) printJson(tree);
  if (flags.json && flags.out === undefined) return;
  const picture = rasterOf(input.pixels, shape);
  const parts = partsFigure([partsExample(explained, picture)], { scale: scaleFor(shape, 112) });
  const title = `Parts of ${input.name}`;
  const drawn = parseTreeSvg(tree, (node) => ownCanvas(node, tree), { title: `Parse tree of ${input.name}` });
  const paths = await writeOutputs(destination, {
    // The tree first: it is what a single file is of.
    'tree.json': tree,
    ...drawingFiles('tree', drawn),
    ...drawingFiles('frames', outlineSvg(picture, tree, { depth: 1, title })),
    ...sheetFiles('parts', parts, title),
  });
  if (!flags.json) for (const path of paths) printLine(path);
}
