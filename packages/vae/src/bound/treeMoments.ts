// b batch, m blocks: the top program, then the states and then the actions of each level, top first
import { turnOfTheLoop } from '@rnp/backend';
import { actionSize, type ParseTree } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { energiesOf } from '../infer/energies.js';
import { type Precisions, precisionAt } from '../infer/precisions.js';
import { treeOfTrees } from '../infer/startTree.js';
import { requireImages } from '../inputs.js';
import type { Model } from '../model.js';
import { requirePixelsOf } from '../pixels.js';
import type { RnpConfig } from '../rnp/rnpConfig.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import type { BlockPrecisions, BoundSizes } from './bound.js';
import { drawnMoments, meanCurvature, treeNoise } from './moments.js';
import type { WholeTreeBoundsOptions } from './treeBoundsOptions.js';

/** Where the deviations begin, and how often they are set to what the curvature says. */
const firstDeviation = 0.02;
const rounds = 4;

/** What was measured of images under their posteriors. */
export interface TreeMoments {
  /** Of each image: mean squared distances, of pixels and then of each block. */
  readonly moments: readonly (readonly number[])[];
  /** Of each image, of each block. */
  readonly deviations: readonly (readonly number[])[];
}

/** What is measured of images under their posteriors; nothing of the options is checked. @throws RnpError RNP_IMAGES, RNP_PARSE_TREE; the signal’s reason. No tensor is left then */
export async function treeMoments(
  model: Model<RnpNetwork>,
  trees: readonly ParseTree[],
  images: tf.Tensor4D,
  { precisions, samples, seed, signal }: WholeTreeBoundsOptions,
): Promise<TreeMoments> {
  await requirePixelsOf(images);
  const { config } = model.network.spec;
  const batch = images.shape[0];
  const tree = treeOfTrees(config, trees, 'all', (_, i) => `trees[${i}]`);
  const energies = energiesOf(model);
  const floor = blockPrecisions(config, precisions).blocks;
  let deviations = tf.fill([batch, floor.length], firstDeviation) as tf.Tensor2D;
  let sum = tf.zeros([batch, floor.length + 1]) as tf.Tensor2D;
  const mayGoOn = async (): Promise<void> => {
    await turnOfTheLoop();
    signal?.throwIfAborted();
    requireImages(images, model.network.imageShape);
  };
  try {
    for (let round = 0; round < rounds; round++) {
      await mayGoOn();
      const next = tf.tidy(() => {
        const noise = treeNoise(tree, batch, seed, -1 - round);
        const curvature = meanCurvature(energies, images, tree, precisions, deviations, noise);
        // No posterior is wider than its prior. Half the way on the scale of logarithms: a curvature is one draw.
        const least = tf.maximum(curvature, tf.tensor2d([...floor], [1, floor.length]));
        return tf.sqrt(tf.div(deviations, tf.sqrt(least))) as tf.Tensor2D;
      });
      deviations.dispose();
      deviations = next;
    }
    for (let draw = 0; draw < samples; draw++) {
      await mayGoOn();
      const next = tf.tidy(() => {
        const noise = treeNoise(tree, batch, seed, draw);
        return tf.add(sum, drawnMoments(model, images, tree, deviations, noise)) as tf.Tensor2D;
      });
      sum.dispose();
      sum = next;
    }
    const [moments, found] = await Promise.all([sum.array(), deviations.array()]);
    return { moments: moments.map((row) => row.map((value) => value / samples)), deviations: found };
  } finally {
    energies.dispose();
    tf.dispose([tree as tf.TensorContainer, deviations, sum] as tf.TensorContainer);
  }
}

/** Numbers and precision of each block. */
export function blockPrecisions({ childrenPerLevel }: RnpConfig, precisions: Precisions): BlockPrecisions {
  const of = (kind: 'states' | 'actions'): number[] =>
    childrenPerLevel.map((_, k) => precisionAt(precisions[kind], k));
  return { pixels: precisions.pixels, blocks: [precisions.top, ...of('states'), ...of('actions')] };
}

/** How many numbers each block has, and an image. */
export function sizesOf({ childrenPerLevel, imageShape, latent }: RnpConfig): BoundSizes {
  const nodes: number[] = [];
  for (const children of childrenPerLevel) nodes.push((nodes.at(-1) ?? 1) * children);
  const of = (size: number): number[] => nodes.map((count) => count * size);
  return {
    pixels: imageShape.reduce((all, side) => all * side, 1),
    blocks: [latent, ...of(latent), ...of(actionSize)],
  };
}
