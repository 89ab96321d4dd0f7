import { RnpError } from '@rnp/errors';
import type { ParseTree } from '@rnp/recursive-decoder';
import type * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from '../checks.js';
import { noNumber, requireImages } from '../inputs.js';
import type { Model } from '../model.js';
import { requireModel } from '../requireModel.js';
import { requireParts } from '../rnp/requireParts.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { type DescentStep, descend, descended } from './descent.js';
import { type Energy, readEnergies } from './energy.js';
import { readTrees } from './freeTree.js';
import {
  type InferOptions,
  inferOptionNames,
  type WholeInferOptions,
  wholeInferOptions,
} from './inferOptions.js';
import { partCosts } from './presence.js';
import { readDrawn } from './readDrawn.js';

/** The best trees found so far. */
export interface Inference {
  /** Steps of descent behind it; 0 is where it began. */
  readonly step: number;
  /** One for each image. */
  readonly trees: readonly ParseTree[];
  /** Of each image; it never rises from step to step. */
  readonly energies: readonly Energy[];
  /** What each tree draws, as its model renders it, [h·w·c]. */
  readonly drawings: readonly Float32Array[];
  /** Σ squared error over pixels of each drawing. */
  readonly squaredErrors: readonly number[];
}

/**
 * Explains images by prediction errors: begins with the tree that the encoder's program draws, or with another (`start`), and moves the
 * program and the freed children down the gradient of the energy (docs/model.md, *Looking again*), all images of the batch at once and each for itself.
 * Sums of batches of other sizes are rounded otherwise, and each step of Adam enlarges that: after dozens of steps, one image's tree can differ visibly
 * from the one that is found of it alone. Means over images hardly do.
 * A child may then say what its program could not: hypernetworks draw several times better than one look of the encoder tells them to (paper,
 * Discussion; Rao & Ballard 1999).
 *
 * The best tree met is kept for each image, so that no energy rises, however large the steps.
 *
 * @param images [b, h, w, c] in [0, 1]
 * @returns after the last step, also the 0th; a freed child in its trees tells what its program predicted of it, too (`predicted`)
 * @throws RnpError RNP_IMAGES for images of another shape or with values that are not about in [0, 1] (−0.25 to 10); RNP_CONFIG for a model without parts or options
 *   out of range; RNP_PARSE_TREE for trees to start from that are not the model's, one for each image; RNP_WEIGHTS once the model has been disposed of; RNP_DIVERGED when what it draws is no number; the signal's
 *   reason. No tensor is left then
 * @example
 * const { trees } = await infer(model, images, { steps: 50 });
 */
export async function inferTrees(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  options: InferOptions = {},
): Promise<Inference> {
  requireModel(model);
  const whole = wholeInferOptions('options', options, model.precisions);
  requireInferable(model, images);
  return descended(model, images, whole, (last) => told(last, whole));
}

export interface InferStepsOptions extends InferOptions {
  /** Steps between what is told; 1 unless given. The last one is always told. */
  readonly every?: number;
}

/** The same as it goes on, for whoever looks on: the best trees at the start and after each `every` steps. */
export async function* inferSteps(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  options: InferStepsOptions = {},
): AsyncGenerator<Inference, void, undefined> {
  checkSetting.options('options', options, [], [...inferOptionNames, 'every']);
  const { every = 1, ...inferOptions } = options;
  checkSetting.wholeNumber('options.every', every, 1);
  requireModel(model);
  const whole = wholeInferOptions('options', inferOptions, model.precisions);
  requireInferable(model, images);
  for await (const now of descend(model, images, whole)) {
    if (now.isLast || now.step % every === 0) yield await told(now, whole);
  }
}

function requireInferable(model: Model, images: tf.Tensor4D): void {
  requireParts(model.network);
  requireImages(images, model.network.imageShape);
  if (images.shape[0] === 0)
    throw new RnpError('RNP_IMAGES', 'must hold at least one image', { path: 'images' });
}

async function told(
  { step, drawnBy, best: { tree, table, presence: there } }: DescentStep,
  { presence }: WholeInferOptions,
): Promise<Inference> {
  const rows = await readEnergies(table, partCosts(presence, there));
  if (!rows.every(({ energy }) => Number.isFinite(energy.total))) throw noNumber('what the trees draw');
  return {
    step,
    ...(await readTrees(drawnBy, tree, readDrawn, there)),
    energies: rows.map(({ energy }) => energy),
    squaredErrors: rows.map(({ squaredError }) => squaredError),
  };
}
