// b images, h w c picture
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { checkInput } from '../checks.js';
import type { Network } from '../network.js';
import { isRnpNetwork } from '../rnp/rnpNetwork.js';

/**
 * A picture that is known to be behind images, one for each, or one for all, as drawings take it.
 *
 * @param ground [b, h, w, c] or [h, w, c]
 * @param images [b, h, w, c]
 * @param path what errors call the ground
 * @returns [b, h, w, c] or [1, h, w, c], a tensor of the caller's `tf.tidy`
 * @throws RnpError RNP_CONFIG unless the model lays parts over what is behind them; RNP_IMAGES for a picture of another shape
 */
export function givenGround(
  network: Network,
  ground: tf.Tensor4D | tf.Tensor3D,
  images: tf.Tensor4D,
  path: string,
): tf.Tensor4D {
  if (!isRnpNetwork(network) || network.spec.config.compositing !== 'over') {
    const problem = "is behind parts that hide it; train a model with compositing 'over'";
    throw new RnpError('RNP_CONFIG', problem, { path });
  }
  const { imageShape } = network;
  const single = (ground as tf.Tensor | null)?.rank === 3;
  checkInput.tensor(path, ground, single ? [...imageShape] : [images.shape[0], ...imageShape]);
  return single ? tf.reshape(ground, [1, ...imageShape]) : (tf.clone(ground) as tf.Tensor4D);
}
