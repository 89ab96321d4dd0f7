// b batch, z latent, h w c image

import { type ParseNode, type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { isRnp, type Model, type Network } from '@rnp/vae';
import type { PartsExample, Raster } from '@rnp/viz';
import type * as tf from '@tensorflow/tfjs-core';
import { check } from '../checks.js';
import { isModel } from '../models/modelLooks.js';
import { isExplained, isRaster, isShape } from './explainLooks.js';
import { rasterOf, rastersOf } from './rasters.js';

/** The picture of a program, and its tree; null for a model without parts. */
export interface Explained {
  readonly picture: Raster;
  readonly tree: ParseTree | null;
}

/**
 * Draws programs: a picture and, if the model has parts, a tree for each.
 *
 * @param programs [b, z]; the caller keeps the tensor
 * @throws RnpError RNP_DIVERGED if a pixel is not a number
 */
export async function explainPrograms(model: Model<Network>, programs: tf.Tensor2D): Promise<Explained[]> {
  isModel('model', model);
  const images = model.decode(programs);
  try {
    const pictures = await rastersOf(images);
    const trees = isRnp(model) ? await model.parsePrograms(programs) : null;
    return pictures.map((picture, i) => ({ picture, tree: trees?.[i] ?? null }));
  } finally {
    images.dispose();
  }
}

/** A tree drawn as it stands, whatever it came from; where rendering is nested a model draws a little softer. */
export function explainTree(tree: ParseTree): Explained {
  const [height, width] = tree.imageShape;
  return { picture: asPicture(renderTree(tree, { width, height })), tree };
}

/**
 * A row of the parts sheet (Fig. 2A): the first two levels of a tree, or the picture alone for a model
 * without parts.
 */
export function partsExample(explained: Explained, input?: Raster): PartsExample {
  isExplained('explained', explained);
  if (input !== undefined) isRaster('input', input);
  const { picture, tree } = explained;
  const shown = { ...(input === undefined ? {} : { input }), reconstruction: picture };
  if (tree === null) return { ...shown, parts: [picture], partCanvases: [] };
  const steps = tree.root.children.map(({ step }) => step);
  return { ...shown, parts: partsOf(tree), steps, partCanvases: canvasesOf(tree) };
}

/** The parts, each drawn alone on the image. */
function partsOf(tree: ParseTree): Raster[] {
  const [height, width] = tree.imageShape;
  return tree.root.children.map((_, i) => asPicture(renderTree(tree, { width, height, path: [i] })));
}

/** Each part's own canvas with its subparts, each drawn alone on it; what lies deeper is drawn into the subparts. */
function canvasesOf(tree: ParseTree): PartsExample['partCanvases'] {
  if (tree.root.level < 2) return [];
  return tree.root.children.map((part) => ({
    subparts: part.children.map((child) => ownCanvas({ ...part, children: [child] }, tree)),
    steps: part.children.map(({ step }) => step),
  }));
}

/** The picture of a node in its own frame, in the size of the image. */
export function ownCanvas(node: ParseNode, tree: ParseTree): Raster {
  check.object('tree', tree);
  isShape('tree.imageShape', tree.imageShape);
  const [height, width] = tree.imageShape;
  return asPicture(renderTree(node, { width, height, frame: 'own', tree }));
}

function asPicture({ width, height, channels, data }: Raster): Raster {
  return rasterOf(data, [height, width, channels]);
}
