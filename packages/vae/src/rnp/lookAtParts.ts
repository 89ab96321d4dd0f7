// b batch, n programs of a level, t children, z latent, h w c image
import { type Gather, type Parameters, select } from '@rnp/nn';
import { type InferredLevel, partViews, unrollInferred } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { isRecursive, type RecursiveEncoder } from '../encoder/recursiveEncoder.js';
import type { Network } from '../network.js';
import type { Weights } from '../weights.js';
import { isRnpNetwork, type RnpNetwork } from './rnpNetwork.js';

/** What an encoder found when it looked at parts. */
export interface Looked {
  /** The children of the levels that it looked at, from the top; none where it looks at images alone. */
  readonly levels: readonly InferredLevel[];
  /** The new running averages of these looks, beside which the others stay. */
  readonly runningStatistics: Parameters;
}

export interface LookOptions {
  /** The batch's own moments (true) or running averages (false). */
  readonly training: boolean;
  /** As of `Encoder.encode`. */
  readonly gather?: Gather | undefined;
  /** Behind all parts, in place of what the program says. */
  readonly ground?: tf.Tensor4D | undefined;
}

/**
 * Looks at the parts of a tree, as far down as the model's `looks` say: the whole is placed and drawn, all parts of a level are looked at
 * at once, each through its frame, and moved to where and what the encoder makes them; their own parts are predicted then, placed and looked
 * at in turn. What a program predicts of a part it predicts from the part before it as that was corrected: the loop is closed.
 *
 * @param images [b, h, w, c]
 * @param program [b, z]
 * @returns tensors of the caller's `tf.tidy`; gradients flow to the program and the weights, but not through what is seen
 */
export function lookAtParts(
  network: Network,
  weights: Weights,
  images: tf.Tensor4D,
  program: tf.Tensor2D,
  options: LookOptions,
): Looked {
  const { encoder } = network;
  if (!isRecursive(encoder) || !isRnpNetwork(network)) return { levels: [], runningStatistics: {} };
  const levels: InferredLevel[] = [];
  let runningStatistics: Parameters = {};
  for (let level = 0; level < encoder.levels; level++) {
    const look = lookAtLevel(network, encoder, weights, images, program, levels, options);
    levels.push(look.children);
    runningStatistics = { ...runningStatistics, ...look.runningStatistics };
  }
  return { levels, runningStatistics };
}

/** The children of the first level that is not among those `above`, as they are seen. */
function lookAtLevel(
  { spec, leaf }: RnpNetwork,
  encoder: RecursiveEncoder,
  { parameters, runningStatistics }: Weights,
  images: tf.Tensor4D,
  program: tf.Tensor2D,
  above: readonly InferredLevel[],
  { training, gather, ground }: LookOptions,
): { readonly children: InferredLevel; readonly runningStatistics: Parameters } {
  const { config } = spec;
  const level = above.length;
  const { unrolled } = unrollInferred(select(parameters, 'decoder'), config, program, above, { leaf });
  const views = partViews(ground ? { ...unrolled, ground } : unrolled, config, images, level);
  const own = select(parameters, 'encoder');
  const seen = encoder.look(own, runningStatistics, views, level, training, gather);
  const { states, actions } = unrolled.levels[level]!;
  return {
    children: {
      states: tf.add(states, tf.reshape(seen.states, states.shape)) as tf.Tensor3D,
      // An action comes out of a sine, and never leaves its range.
      actions: tf.clipByValue(tf.add(actions, tf.reshape(seen.actions, actions.shape)), -1, 1) as tf.Tensor3D,
    },
    runningStatistics: seen.runningStatistics,
  };
}
