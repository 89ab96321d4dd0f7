import { requireBackend } from '@rnp/backend';
import { RnpError, unawaited } from '@rnp/errors';
import { createRandom, prefixed, sizeOf } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from './checks.js';
import type { Network } from './network.js';
import { requireNetwork } from './requireNetwork.js';
import { requireWeights } from './requireWeights.js';
import { seedStreams } from './seedStreams.js';
import type { Weights } from './weights.js';

/** Of one tensor of programs, and of all weights: 1 GiB. */
export const maxValues: number = 2 ** 28;

/**
 * Fresh weights of a network. The caller owns them.
 *
 * @throws RnpError RNP_CONFIG for an invalid network or seed; RnpError RNP_BACKEND_MISSING where no backend was
 *   started
 */
export function initWeights(network: Network, seed: number): Weights {
  requireNetwork(network);
  checkSetting.wholeNumber('seed', seed, Number.MIN_SAFE_INTEGER);
  checkSize(network);
  requireBackend();
  return tf.tidy(() => {
    const encoder = unawaited(network.encoder.init(createRandom(seed, seedStreams.weights, 0)));
    const decoder = unawaited(network.decoder.init(createRandom(seed, seedStreams.weights, 1)));
    checkSetting.object('encoder.init()', encoder);
    checkSetting.object('decoder.init()', decoder);
    const weights = {
      parameters: { ...prefixed(encoder.parameters, 'encoder'), ...prefixed(decoder, 'decoder') },
      runningStatistics: encoder.runningStatistics,
    };
    requireWeights('init()', weights, network);
    return weights;
  });
}

/**
 * Refuses weights that no machine holds before any is made.
 *
 * @throws RnpError RNP_CONFIG naming what takes the most
 */
function checkSize({ encoder, decoder, imageShape }: Network): void {
  const sizes = Object.entries({
    ...prefixed(encoder.shapes, 'encoder'),
    ...prefixed(decoder.shapes, 'decoder'),
  });
  const count = sizes.reduce((sum, [, shape]) => sum + sizeOf(shape), 0);
  if (count <= maxValues) return;
  const [name, shape] = sizes.reduce((a, b) => (sizeOf(b[1]) > sizeOf(a[1]) ? b : a));
  const problem = `makes ${count.toPrecision(2)} parameters with images of ${imageShape.join('×')}, more than ${maxValues}`;
  throw new RnpError(
    'RNP_CONFIG',
    `${problem}, most of them in ${name} [${shape.join(', ')}]; make images or layers smaller`,
    { path: name.startsWith('encoder/') ? 'imageShape' : 'decoder' },
  );
}
