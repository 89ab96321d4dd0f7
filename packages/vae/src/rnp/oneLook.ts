// b batch, z latent
import type { InferredLevel } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import type { Posterior } from '../encoder/encoder.js';
import type { Network } from '../network.js';
import type { Weights } from '../weights.js';
import { lookAtParts } from './lookAtParts.js';

/** What a model says of images at one look. */
export interface Look {
  readonly posterior: Posterior;
  /** The children that its encoder looked at, from the top; none where it looks at images alone. */
  readonly levels: readonly InferredLevel[];
}

/** A model, as far as looking goes. */
interface Looker {
  readonly network: Network;
  readonly weights: Weights;
  encode(images: tf.Tensor4D): Posterior;
}

/** One look at images, with z = mean; what is behind them may be given. The caller owns the tensors. @throws RnpError as `Model.encode` */
export function oneLook(model: Looker, images: tf.Tensor4D, ground?: tf.Tensor4D): Look {
  return tf.tidy(() => {
    const posterior = model.encode(images);
    const { levels } = lookAtParts(model.network, model.weights, images, posterior.mean, {
      training: false,
      ground,
    });
    return { posterior: { ...posterior }, levels: levels.map((level) => ({ ...level })) };
  }) as Look;
}
