// b batch of images, m columns of the table
import { turnOfTheLoop } from '@rnp/backend';
import { adamUpdate, initAdam } from '@rnp/nn';
import type { ParseTree, Unrolled } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { requireTrees } from '../infer/requireTrees.js';
import { noNumber, requireImages } from '../inputs.js';
import type { Model } from '../model.js';
import { requirePixelsOf } from '../pixels.js';
import { requireModel } from '../requireModel.js';
import { requireParts } from '../rnp/requireParts.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { alignment } from './alignment.js';
import { type Blur, blurred, gaussianBlur } from './blur.js';
import { drawMoved, type Moves, noMoves, unmoved, unrolledFor } from './deformable.js';
import {
  type DeformOptions,
  type DeformPrecisions,
  type DeformStage,
  wholeDeformOptions,
} from './deformOptions.js';

/** How well a tree draws another image once its parts have moved, and what these moves cost. */
export interface Deformation {
  /** ½ Σ squared error over pixels, drawing and image both blurred as in the last stage. */
  readonly pixels: number;
  /** What the moves of the parts cost, level by level, top first: half of each square times its precision. */
  readonly actions: readonly number[];
  /** What turning, shearing and stretching the whole tree cost. */
  readonly whole: number;
  /** ½ Σ squares of the blurred image: `pixels` of an empty drawing, by which images of little and of much ink compare. */
  readonly blank: number;
  /** What the moved tree draws, [h·w·c], not blurred. */
  readonly drawing: Float32Array;
}

/**
 * Fits trees to other images by moving their parts, each pair for itself and all at once: the states stay, so every leaf draws what it
 * drew, and only places change. A move away from the tree's own actions has a price, so that a tree fits cheaply what is the same
 * drawing by another hand. Minimises
 *
 *     E = ½ ‖G(x − x̂)‖² + ½ π_a Σ_k Σ_i ‖a_i − a_i⁰‖² + ½ π_w ‖W − 1‖²
 *
 * with a⁰ the tree's actions, G a Gaussian blur that becomes narrower from stage to stage, and W the linear part of one affine map for the whole tree, which
 * comes after one that aligns centre and size of the ink; its shift is free of charge. It is the energy of `infer`
 * (docs/model.md, *Looking again*) with the tree in place of what its programs predict.
 *
 * Trees are drawn as with composed rendering, whatever the model's own.
 *
 * @param trees one for each image; a tree that stands for several images, as the same object, is run once
 * @param images [b, h, w, c] in [0, 1]
 * @throws RnpError RNP_IMAGES for images of another shape or with values that are not about in [0, 1]; RNP_CONFIG for a model without
 *   parts or options out of range; RNP_PARSE_TREE for trees that are not the model's, one for each image; RNP_WEIGHTS once the model has been disposed of; RNP_DIVERGED when
 *   what is drawn is no number; the signal's reason. No tensor is left then
 * @example
 * const { trees } = await infer(model, tf.concat([one, other]));
 * const [there, back] = await deform(model, trees, tf.concat([other, one]));
 */
export async function deform(
  model: Model<RnpNetwork>,
  trees: readonly ParseTree[],
  images: tf.Tensor4D,
  options: DeformOptions = {},
): Promise<readonly Deformation[]> {
  const { stages, precisions, signal } = wholeDeformOptions('options', options);
  requireModel(model);
  requireParts(model.network);
  const { imageShape } = model.network;
  requireImages(images, imageShape);
  requireTrees(trees, images.shape[0]);
  await requirePixelsOf(images);
  const task = begun(model, trees, images);
  const [height, width] = imageShape as readonly [number, number, number];
  let moves: Moves | undefined;
  let blur: Blur = null;
  try {
    moves = noMoves(task.unrolled);
    for (const stage of stages) {
      tf.dispose(blur as tf.TensorContainer);
      blur = gaussianBlur(stage.blur, height, width);
      const fit: Fit = { ...task, model, images, blur, precisions };
      for await (const moved of descend(fit, moves, stage)) {
        moves = moved;
        signal?.throwIfAborted();
      }
    }
    return await told({ ...task, model, images, blur, precisions }, moves);
  } finally {
    tf.dispose([task.unrolled, task.placed, moves, blur] as tf.TensorContainer);
  }
}

/** The trees, and where their drawings lie at the start: [b, 2, 3]. */
interface Task {
  readonly unrolled: Unrolled;
  readonly placed: tf.Tensor3D;
}

/** All that an energy depends on beside the moves. */
interface Fit extends Task {
  readonly model: Model<RnpNetwork>;
  readonly images: tf.Tensor4D;
  readonly blur: Blur;
  readonly precisions: DeformPrecisions;
}

function begun(model: Model<RnpNetwork>, trees: readonly ParseTree[], images: tf.Tensor4D): Task {
  return tf.tidy(() => {
    const unrolled = unrolledFor(model, trees, images);
    const drawn = drawMoved(model, unrolled, unmoved(images.shape[0]), noMoves(unrolled));
    return { unrolled, placed: alignment(drawn, images) };
  });
}

/**
 * The energy of each image, [b, m]: the terms in the order of `Deformation`, without `blank`. The caller owns it.
 */
export function deformTable(fit: Fit, moves: Moves): tf.Tensor2D {
  const { model, unrolled, placed, images, blur, precisions } = fit;
  const batch = images.shape[0];
  const squares = (difference: tf.Tensor): tf.Tensor1D =>
    tf.sum(tf.reshape(tf.square(difference), [batch, -1]), 1);
  const half = (precision: number, sum: tf.Tensor1D): tf.Tensor1D => tf.mul(precision / 2, sum);
  return tf.tidy(() => {
    const missed = tf.sub(blurred(drawMoved(model, unrolled, placed, moves), blur), blurred(images, blur));
    const linear = tf.slice(moves.whole!, [0, 0, 0], [-1, 2, 2]);
    const terms = [
      half(1, squares(missed)),
      ...unrolled.levels.map((_, k) => half(precisions.actions, squares(moves[`actions/${k}`]!))),
      half(precisions.whole, squares(linear)),
    ];
    return tf.stack(terms, 1) as tf.Tensor2D;
  });
}

/** The moves after each step of a stage; those before are used up. */
async function* descend(
  fit: Fit,
  from: Moves,
  { steps, learningRate }: DeformStage,
): AsyncGenerator<Moves, void, undefined> {
  let moves = from;
  // A stage's energy is another one, and has moments of its own.
  let state = initAdam(moves);
  try {
    for (let step = 0; step < steps; step++) {
      const gradients = gradientsOf(fit, moves);
      const next = tf.tidy(() => {
        const options = { factor: tf.scalar(1), learningRate, clipValue: null };
        const { parameters, state: after } = adamUpdate(moves, gradients, state, options);
        return { moves: parameters, first: after.first, second: after.second };
      });
      tf.dispose([moves, gradients] as tf.TensorContainer);
      moves = next.moves;
      state = { first: next.first, second: next.second, updates: state.updates + 1 };
      yield moves;
      await turnOfTheLoop();
    }
  } finally {
    tf.dispose([state.first, state.second] as tf.TensorContainer);
  }
}

function gradientsOf(fit: Fit, moves: Moves): Moves {
  const names = Object.keys(moves);
  return tf.tidy(() => {
    const energy = (...values: tf.Tensor[]): tf.Scalar =>
      tf.sum(deformTable(fit, Object.fromEntries(names.map((name, i) => [name, values[i]!]))));
    const gradients = tf.grads(energy)(names.map((name) => moves[name]!));
    return Object.fromEntries(names.map((name, i) => [name, gradients[i]!]));
  });
}

async function told(fit: Fit, moves: Moves): Promise<readonly Deformation[]> {
  const { model, unrolled, placed, images, blur } = fit;
  const [table, canvas, blank] = tf.tidy(() => [
    deformTable(fit, moves),
    drawMoved(model, unrolled, placed, moves),
    tf.mul(0.5, tf.sum(tf.square(blurred(images, blur)), 1)),
  ]);
  try {
    const [rows, drawings, blanks] = await Promise.all([table!.data(), canvas!.data(), blank!.data()]);
    const columns = table!.shape[1]!;
    const size = drawings.length / blanks.length;
    return Array.from(blanks as Float32Array, (blank, i) => {
      const row = [...rows.subarray(i * columns, (i + 1) * columns)];
      if (!row.every(Number.isFinite)) throw noNumber('what the moved trees draw');
      return {
        pixels: row[0]!,
        actions: row.slice(1, -1),
        whole: row.at(-1)!,
        blank,
        drawing: drawings.slice(i * size, (i + 1) * size) as Float32Array,
      };
    });
  } finally {
    tf.dispose([table!, canvas!, blank!]);
  }
}
