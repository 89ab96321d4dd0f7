// b images, z latent
import { RnpError, unawaited } from '@rnp/errors';
import { type Gather, select } from '@rnp/nn';
import type * as tf from '@tensorflow/tfjs-core';
import { checkShape } from '../checks.js';
import type { Network } from '../network.js';
import { valuesAtHand } from '../pixels.js';
import type { Weights } from '../weights.js';
import type { Encoding, Posterior } from './encoder.js';

/** How errors name what an encoder answers, which may be one of the caller's own. */
const answer = 'encoder.encode()';

/**
 * What a network's encoder answers in a training step; shapes are looked at, values are not.
 *
 * @param images [b, h, w, c]
 * @throws RnpError RNP_SHAPE unless mean and logVariance are [b, z] and the running statistics are those of the encoder
 */
export function trainingEncoding(
  network: Network,
  weights: Weights,
  images: tf.Tensor4D,
  gather: Gather | undefined,
): Encoding {
  const encoding = encodingOf(network, weights, images, true, gather);
  const statistics = `${answer}.runningStatistics`;
  checkShape.object(statistics, encoding.runningStatistics);
  for (const [name, shape] of Object.entries(network.encoder.runningShapes)) {
    checkShape.tensor(`${statistics}["${name}"]`, encoding.runningStatistics[name], shape);
  }
  return encoding;
}

/**
 * The posterior that a network's encoder answers, by its running averages. Values are looked at where that waits for nothing.
 *
 * @param images [b, h, w, c]
 * @throws RnpError RNP_SHAPE unless mean and logVariance are [b, z], RNP_DIVERGED when one of them is no number
 */
export function posteriorOf(network: Network, weights: Weights, images: tf.Tensor4D): Posterior {
  const { mean, logVariance } = encodingOf(network, weights, images, false);
  requireNumbers('mean', mean);
  requireNumbers('logVariance', logVariance);
  return { mean, logVariance };
}

function encodingOf(
  { encoder, latent }: Network,
  { parameters, runningStatistics }: Weights,
  images: tf.Tensor4D,
  training: boolean,
  gather?: Gather,
): Encoding {
  const weights = select(parameters, 'encoder');
  const encoding = unawaited(encoder.encode(weights, runningStatistics, images, training, gather));
  checkShape.object(answer, encoding);
  const shape = [images.shape[0], latent];
  checkShape.tensor(`${answer}.mean`, encoding.mean, shape);
  checkShape.tensor(`${answer}.logVariance`, encoding.logVariance, shape);
  return encoding;
}

function requireNumbers(name: keyof Posterior, tensor: tf.Tensor2D): void {
  if (!valuesAtHand()) return;
  const at = tensor.dataSync().findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new RnpError(
    'RNP_DIVERGED',
    `is no number for image ${Math.floor(at / tensor.shape[1])}: the weights have diverged, or an encoder of your own computes it so. ` +
      'Go back to an earlier checkpoint, train again with a lower learningRate or clipNorm=10, or mend that encoder',
    { path: `${answer}.${name}` },
  );
}
