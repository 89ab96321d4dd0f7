import { join } from 'node:path';
import { explainImage, ownCanvas, partsExample, rasterOf, scaleFor } from '@rnp/runs/explain';
import {
  type ImageInput,
  type OneImageFlags,
  type OpenedModel,
  openModelAndImage,
  requireRnp,
} from '@rnp/runs/models';
import { type Destination, destinationOf, drawingFiles, sheetFiles, writeOutputs } from '@rnp/runs/outputs';
import { outlineSvg, parseTreeSvg, partsFigure } from '@rnp/viz';
import { withListeners } from '../terminal/modelListeners.js';
import { printJson, printLine } from '../terminal/print.js';
import { defaultBackends } from './options.js';
import { outputName } from './outputName.js';

/** Of the parse tree. */
export const treeEndings: readonly string[] = Object.freeze(['.json', '.svg', '.png']);

export interface ParseImageFlags extends OneImageFlags {
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly refine?: number;
  readonly json?: boolean;
  readonly backends?: readonly string[];
}

/** `rnp parse IMAGE`: the tree of one image, as JSON and as pictures. */
export async function parseImage(source: string, flags: ParseImageFlags): Promise<void> {
  const asked = flags.out === undefined ? undefined : await destinationOf(flags.out, treeEndings);
  const { opened, input } = await withListeners(flags, (listeners) =>
    openModelAndImage(source, flags, flags.backends ?? defaultBackends, listeners),
  );
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
    { overwrite: flags.overwrite === true },
  );
  if (!flags.json) for (const path of paths) printLine(path);
}
