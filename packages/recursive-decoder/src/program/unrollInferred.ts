// b batch, n programs of a level, t children, z latent
import type { Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { checkDecoderParameters } from '../decoderParameters.js';
import { check, requireInferred } from '../inputChecks.js';
import type { LeafDecoder } from '../leaf/leafDecoder.js';
import { requireLeaf } from '../leaf/requireLeaf.js';
import { unrollLevels } from './programTree.js';
import type { InferredLevel, InferredTree } from './unrolled.js';

export interface UnrollInferredOptions {
  /** Also decode the states of inner levels to patches, as `unroll` does. */
  readonly innerPatches?: boolean;
  /** The leaf decoder of a config whose `leaf` is `custom`. */
  readonly leaf?: LeafDecoder;
}

/**
 * Trees whose upper levels are given, as inference frees them: each program predicts its children from what was really placed
 * (Rao & Ballard 1999; docs/model.md, *One level*, in a closed loop), the given children are the programs of the next level, and levels
 * below the given ones are what their programs say. With children as predicted the tree is that of `unroll`.
 *
 * @param params as `decoderShapes` names them; more entries do no harm
 * @param program [b, z]
 * @param inferred children of the first levels, top first; at most as many as there are levels
 * @returns tensors the caller owns; gradients flow to the programs, the given children and the parameters
 * @throws RnpError RNP_SHAPE if the program, a level or a parameter does not fit the config, RNP_CONFIG for a leaf decoder that the
 *   config does not tell of, or that it tells of and is not given
 */
export function unrollInferred(
  params: Parameters,
  config: DecoderConfig,
  program: tf.Tensor2D,
  inferred: readonly InferredLevel[],
  options: UnrollInferredOptions = {},
): InferredTree {
  check.options('options', options, [], ['innerPatches', 'leaf']);
  if (options.innerPatches !== undefined)
    check.choice('options.innerPatches', options.innerPatches, [true, false]);
  checkDecoderParameters(params, config);
  const { leaf } = options;
  requireLeaf(config, leaf);
  check.tensor('program', program, ['b', config.latent]);
  requireInferred('inferred', inferred, config, program.shape[0]);
  return tf.tidy(() => unrollLevels(params, config, program, options, inferred));
}
