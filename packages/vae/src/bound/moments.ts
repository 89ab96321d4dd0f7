// b batch, m blocks: the top program, then the states and then the actions of each level, top first
import { createRandom } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { Energies } from '../infer/energies.js';
import { type FreeTree, unrolledTree, type WeightedRnp } from '../infer/freeTree.js';
import type { Precisions } from '../infer/precisions.js';
import { drawTrees } from '../rnp/drawTrees.js';
import { seedStreams } from '../seedStreams.js';

/** Names of the tensors of a tree, block by block. */
function blockNames(tree: FreeTree): readonly string[] {
  const levels = (Object.keys(tree).length - 1) / 2;
  const ofLevels = (kind: string): string[] => Array.from({ length: levels }, (_, k) => `${kind}/${k}`);
  return ['program', ...ofLevels('states'), ...ofLevels('actions')];
}

/** Standard normal numbers in the shape of a tree, those of each image from a stream of its own. */
export function treeNoise(tree: FreeTree, batch: number, seed: number, draw: number): FreeTree {
  const streams = Array.from({ length: batch }, (_, i) => createRandom(seed, seedStreams.posterior, i, draw));
  return Object.fromEntries(
    blockNames(tree).map((name) => {
      const { size, shape } = tree[name]!;
      const values = new Float32Array(size);
      const each = size / batch;
      for (const [i, random] of streams.entries()) {
        for (let at = i * each; at < (i + 1) * each; at++) values[at] = random.normal();
      }
      return [name, tf.tensor(values, shape)];
    }),
  );
}

/** A tree moved by noise, each block by so many deviations of it, [b, m]; tensors of the caller's `tf.tidy`. */
function moved(tree: FreeTree, noise: FreeTree, deviations: tf.Tensor2D, sign: 1 | -1): FreeTree {
  const batch = deviations.shape[0];
  return Object.fromEntries(
    blockNames(tree).map((name, block) => {
      const deviation = tf.mul(sign, tf.slice(deviations, [0, block], [-1, 1]));
      const off = tf.mul(deviation, tf.reshape(noise[name]!, [batch, -1]));
      return [name, tf.add(tree[name]!, tf.reshape(off, tree[name]!.shape))];
    }),
  );
}

/**
 * How much the energy bends on average along the numbers of each block, seen from trees as far away as the deviations say: Tr E_q[∇²E] / n,
 * by E[ε · ∇E(v + s ε)] / s n (Price's theorem) with one pair of opposite draws, and their own ‖ε‖² for n.
 *
 * @param deviations s, [b, m]
 * @returns [b, m]; the caller owns it
 */
export function meanCurvature(
  energies: Energies,
  images: tf.Tensor4D,
  tree: FreeTree,
  precisions: Precisions,
  deviations: tf.Tensor2D,
  noise: FreeTree,
): tf.Tensor2D {
  const batch = images.shape[0];
  return tf.tidy(() => {
    const slopes = ([1, -1] as const).map((sign) => {
      const there = moved(tree, noise, deviations, sign);
      const { table, gradients } = energies.withGradients(images, there, precisions);
      table.dispose();
      return gradients;
    });
    const rows = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [batch, -1]);
    const along = blockNames(tree).map((name) => {
      const change = tf.sub(slopes[0]![name]!, slopes[1]![name]!);
      const far = tf.sum(rows(tf.square(noise[name]!)), 1);
      return tf.div(tf.sum(rows(tf.mul(noise[name]!, change)), 1), far);
    });
    return tf.div(tf.stack(along, 1), tf.mul(2, deviations)) as tf.Tensor2D;
  });
}

/**
 * For one draw from the posterior: Σ (x − x̂)² over pixels, and for each block Σ of (v − v̂)², v being its mean and v̂ what the draw
 * predicts of it; of the top program, ‖v‖².
 *
 * @returns [b, 1 + m]; the caller owns it
 */
export function drawnMoments(
  model: WeightedRnp,
  images: tf.Tensor4D,
  tree: FreeTree,
  deviations: tf.Tensor2D,
  noise: FreeTree,
): tf.Tensor2D {
  const batch = images.shape[0];
  const squares = (x: tf.Tensor): tf.Tensor1D => tf.sum(tf.reshape(tf.square(x), [batch, -1]), 1);
  return tf.tidy(() => {
    const { unrolled, predicted } = unrolledTree(model, moved(tree, noise, deviations, 1));
    const { canvas } = drawTrees(unrolled, model.network.spec.config, { parts: false });
    const missed = (kind: 'states' | 'actions'): tf.Tensor1D[] =>
      predicted.map((level, k) => squares(tf.sub(tree[`${kind}/${k}`]!, level[kind])));
    const all = [
      squares(tf.sub(images, canvas)),
      squares(tree.program!),
      ...missed('states'),
      ...missed('actions'),
    ];
    return tf.stack(all, 1) as tf.Tensor2D;
  });
}
