import { join } from 'node:path';
import { outlineSvg, parseTreeSvg, partsFigure } from '@rnp/viz';
import type { ImageInput } from '../input/imageInput.js';
import { type OneImageFlags, openModelAndImage } from '../input/nearestModel.js';
import { type OpenedModel, requireRnp } from '../input/openModel.js';
import { type Destination, destinationOf } from '../output/destination.js';
import { outputName } from '../output/outputName.js';
import { drawingFiles, sheetFiles } from '../output/pictures.js';
import { printJson, printLine } from '../output/print.js';
import { writeOutputs } from '../output/writeOutputs.js';
import { ownCanvas, partsExample } from '../report/explain.js';
import { explainImage } from '../report/explainImages.js';
import { rasterOf, scaleFor } from '../report/rasters.js';
import { defaultBackends } from './options.js';

/** Of the parse tree. */
export const treeEndings: readonly string[] = Object.freeze(['.json', '.svg', '.png']);

export interface ParseImageFlags extends OneImageFlags {
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly refine?: number;
  readonly backend?: readonly string[];
}

/** `rnp parse IMAGE`: the tree of one image, as JSON and as pictures. */
export async function parseImage(source: string, flags: ParseImageFlags): Promise<void> {
  const asked = flags.out === undefined ? undefined : await destinationOf(flags.out, treeEndings);
  const { opened, input } = await openModelAndImage(source, flags, flags.backend ?? defaultBackends);
  try {
    const destination = asked ?? { folder: join('parse', outputName(source, input)) };
    await parse(opened, input, destination, flags);
  } finally {
    opened.model.dispose();
  }
}

async function parse(
  opened: OpenedModel,
  input: ImageInput,
  destination: Destination,
  flags: ParseImageFlags,
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
  const paths = await writeOutputs(
    destination,
    {
      // The tree first: it is what a single file is of.
      'tree.json': tree,
      ...drawingFiles('tree', drawn),
      ...drawingFiles('frames', outlineSvg(picture, tree, { depth: 1, title })),
      ...sheetFiles('parts', parts, title),
    },
    flags,
  );
  if (!flags.json) for (const path of paths) printLine(path);
}
