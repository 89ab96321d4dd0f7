// b batch, n programs of a level, t children, z latent
import type { Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { checkDecoderParameters } from '../decoderParameters.js';
import { check, requireInferred } from '../inputChecks.js';
import type { LeafDecoder } from '../leaf/leafDecoder.js';
import { requireLeaf } from '../leaf/requireLeaf.js';
import { predictLevels } from './programTree.js';
import type { InferredLevel } from './unrolled.js';

export interface PredictChildrenOptions {
  /** The leaf decoder of a config whose `leaf` is `custom`. */
  readonly leaf?: LeafDecoder;
}

/**
 * What programs predict of given children, as `unrollInferred` tells it, without the patches that would be drawn: these are most of what
 * H_state generates.
 *
 * @param params as `decoderShapes` names them; more entries do no harm
 * @param program [b, z]
 * @param inferred children of the first levels, top first; at most as many as there are levels
 * @returns of each of these levels; tensors the caller owns, from which gradients flow to the programs, the given children and the
 *   parameters
 * @throws RnpError as `unrollInferred`
 */
export function predictChildren(
  params: Parameters,
  config: DecoderConfig,
  program: tf.Tensor2D,
  inferred: readonly InferredLevel[],
  options: PredictChildrenOptions = {},
): InferredLevel[] {
  check.options('options', options, [], ['leaf']);
  checkDecoderParameters(params, config);
  const { leaf } = options;
  requireLeaf(config, leaf);
  check.tensor('program', program, ['b', config.latent]);
  requireInferred('inferred', inferred, config, program.shape[0]);
  return tf.tidy(() => predictLevels(params, config, program, leaf, inferred));
}
