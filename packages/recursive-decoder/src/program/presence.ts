// b batch, t children of the top program
import { RnpError, shown } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { requireUnrolled } from '../inputChecks.js';
import type { Unrolled } from './unrolled.js';

/**
 * Which children of the top program are there, image by image: [b][t]. An absent child draws nothing, nor does anything below it. Its state and
 * action remain, as the program steps through them to the next child.
 */
export type Presence = readonly (readonly boolean[])[];

/** @throws RnpError RNP_SHAPE unless it says of each child of each image's top program whether it is there */
export function requirePresence(
  path: string,
  presence: Presence,
  { childrenPerLevel }: DecoderConfig,
  batch: number,
): void {
  const children = childrenPerLevel[0]!;
  if (!Array.isArray(presence) || presence.length !== batch) {
    const problem = `must be a list of ${batch}, one for each image, not ${shown(presence)}`;
    throw new RnpError('RNP_SHAPE', problem, { path });
  }
  for (const [i, row] of presence.entries()) {
    if (Array.isArray(row) && row.length === children && row.every((there) => typeof there === 'boolean'))
      continue;
    const problem = `must be ${children} of true or false, one for each child, not ${shown(row)}`;
    throw new RnpError('RNP_SHAPE', problem, { path: `${path}[${i}]` });
  }
}

/**
 * Trees whose absent children draw nothing: the leaves below them are 0.
 *
 * @param unrolled as `unroll` or `unrollInferred` run them
 * @returns the same trees; only the leaves are new, and the caller's. Gradients flow through those that are there
 * @throws RnpError RNP_SHAPE if the trees do not fit the config, or the presence does not fit the trees
 */
export function withoutAbsent(unrolled: Unrolled, config: DecoderConfig, presence: Presence): Unrolled {
  requireUnrolled(unrolled, config);
  const { levels, leaves, ...rest } = unrolled;
  requirePresence('presence', presence, config, levels[0]!.programs.shape[0]);
  const masked = tf.tidy(() => {
    const mask = tf.tensor2d(presence.flat().map(Number), [presence.length * config.childrenPerLevel[0]!, 1]);
    const perChild = tf.reshape(leaves, [mask.shape[0], -1]);
    return tf.reshape(tf.mul(perChild, mask), leaves.shape);
  });
  return { ...rest, levels, leaves: masked as tf.Tensor4D };
}
