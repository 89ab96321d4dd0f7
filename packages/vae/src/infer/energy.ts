// b batch, n programs of a level, t children, z latent, m columns of the table
import { addAll } from '@rnp/backend';
import { type Presence, presentChildren } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { drawTrees } from '../rnp/drawTrees.js';
import { type FreeTree, unrolledTree, type WeightedRnp } from './freeTree.js';
import { meanTerms } from './meanTerms.js';
import { type Precisions, precisionAt } from './precisions.js';

/** The energy of one image's tree, and what it is made of. */
export interface Energy {
  readonly total: number;
  /** Half of each squared error of a pixel, times its precision; likewise the others. */
  readonly pixels: number;
  readonly top: number;
  /** Of each freed level, top first: how far its children are from what their programs predict. */
  readonly states: readonly number[];
  readonly actions: readonly number[];
  /** What the parts that are there cost, where `presence` is asked for: part of the total then. */
  readonly parts?: number;
}

/**
 * The energy of free trees as an explanation of images, whose minimum is the most probable one (Rao & Ballard 1999):
 *
 *     E = ½ π_x ‖x − x̂‖² + ½ π_top ‖z^K‖² + ½ Σ_k Σ_i ( π_z ‖z_i − ẑ_i‖² + π_a ‖a_i − â_i‖² )
 *
 * ẑ_i and â_i are what the program above predicts of child i, having read the inferred child before it. Without freed children it is
 * the energy of the paper's model, in which all below the top is determined. A part that is absent draws nothing, and neither it nor what is
 * below it is missed by the program.
 *
 * @param images [b, h, w, c]
 * @returns [b, m] for each image the total, the terms in the order of `Energy`, and last the squared error over pixels, which
 *   is no term; `readEnergies` reads it. The caller owns it
 */
export function energyTable(
  model: WeightedRnp,
  tree: FreeTree,
  images: tf.Tensor4D,
  precisions: Precisions,
  presence?: Presence,
): tf.Tensor2D {
  const batch = images.shape[0];
  const squares = (difference: tf.Tensor): tf.Tensor1D =>
    tf.sum(tf.reshape(tf.square(difference), [batch, -1]), 1);
  const half = (precision: number, sum: tf.Tensor1D): tf.Tensor1D => tf.mul(precision / 2, sum);
  return tf.tidy(() => {
    const { unrolled, predicted } = unrolledTree(model, tree, { presence });
    const { config } = model.network.spec;
    const there = presence && presentChildren(presence, config);
    const ofPresent = (errors: tf.Tensor, k: number): tf.Tensor => {
      if (there === undefined) return errors;
      const mask = there.flatMap((levels) => levels[k]!.map(Number));
      return tf.mul(tf.reshape(errors, [mask.length, -1]), tf.tensor2d(mask, [mask.length, 1]));
    };
    const { canvas } = drawTrees(unrolled, config, { parts: false });
    const squaredError = squares(tf.sub(images, canvas));
    const missed = (kind: 'states' | 'actions'): tf.Tensor1D[] =>
      predicted.map((level, k) =>
        half(
          precisionAt(precisions[kind], k),
          squares(ofPresent(tf.sub(unrolled.levels[k]![kind], level[kind]), k)),
        ),
      );
    const terms = [
      half(precisions.pixels, squaredError),
      half(precisions.top, squares(unrolled.levels[0]!.programs)),
      ...missed('states'),
      ...missed('actions'),
    ];
    return tf.stack([addAll(terms), ...terms, squaredError], 1) as tf.Tensor2D;
  });
}

/** E of each image, [b]; the caller owns it. */
export function totals(table: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => tf.reshape(tf.slice(table, [0, 0], [-1, 1]), [-1]));
}

/** What `energyTable` says of each image. @param costs of the parts of each image, where there are any */
export async function readEnergies(
  table: tf.Tensor2D,
  costs?: readonly number[],
): Promise<readonly { readonly energy: Energy; readonly squaredError: number }[]> {
  const [batch, columns] = table.shape;
  const levels = (columns - 4) / 2;
  const values = await table.data();
  return Array.from({ length: batch }, (_, image) => {
    const row = [...values.subarray(image * columns, (image + 1) * columns)];
    const [total, pixels, top, ...rest] = row as [number, number, number, ...number[]];
    const states = rest.slice(0, levels);
    const actions = rest.slice(levels, 2 * levels);
    const terms = { pixels, top, states, actions };
    const parts = costs?.[image];
    const energy = parts === undefined ? { total, ...terms } : { total: total + parts, ...terms, parts };
    return { energy, squaredError: rest.at(-1)! };
  });
}

/** The mean over images, term by term; sums are kept in float64. @param energies of one model, at least one */
export function meanEnergy(energies: readonly Energy[]): Energy {
  const terms = meanTerms(energies);
  if (energies[0]!.parts === undefined) return terms;
  return { ...terms, parts: energies.reduce((sum, { parts = 0 }) => sum + parts, 0) / energies.length };
}
