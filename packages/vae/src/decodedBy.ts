// b programs, h w c image, z latent
import { unawaited } from '@rnp/errors';
import type { Parameters } from '@rnp/nn';
import type { InferredLevel } from '@rnp/recursive-decoder';
import type * as tf from '@tensorflow/tfjs-core';
import { checkShape } from './checks.js';
import type { Decoded, DecodeOptions, Network } from './network.js';

/**
 * What a network's decoder answers, which may be one of the caller's own; shapes are looked at, values are not.
 *
 * @param weights the decoder's
 * @param program [b, z]
 * @throws RnpError RNP_SHAPE unless the canvas is [b, h, w, c]
 */
export function decodedBy(
  { decoder, imageShape }: Network,
  weights: Parameters,
  program: tf.Tensor2D,
  options?: DecodeOptions,
): Decoded {
  const decoded = unawaited(decoder.decode(weights, program, options));
  checkShape.object('decoder.decode()', decoded);
  checkShape.tensor('decoder.decode().canvas', decoded.canvas, [program.shape[0], ...imageShape]);
  // A decoder that forgot its tree is told so, too: null says that it has no parts.
  if (decoded.tree !== null) checkShape.object('decoder.decode().tree', decoded.tree);
  return decoded;
}

/** The option that gives children; none where there are none, which a decoder of one's own need not know of. */
export function givenLevels(levels: readonly InferredLevel[]): Pick<DecodeOptions, 'given'> {
  return levels.length === 0 ? {} : { given: levels };
}
