import { createRandom, type Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import {
  type DecoderConfig,
  type DecoderOptions,
  decoderConfig,
  initDecoder,
  type Unrolled,
} from '../src/index.js';

const small: DecoderOptions = {
  imageShape: [9, 12, 2],
  latent: 5,
  childrenPerLevel: [3, 2],
  scaleOffset: [0.8, 0.6],
  hidden: 7,
  cellInput: 6,
  hyperHidden: 8,
  stateLayers: 2,
  policyLayers: 2,
  leaf: { kind: 'dense', patch: [4, 5] },
};

/** A decoder that computes in milliseconds: two levels, 9×12 pixels, two channels, patches of 4×5. */
export function smallConfig(options: DecoderOptions = {}): DecoderConfig {
  return decoderConfig({ ...small, ...options });
}

/** How far the generators' parameters may be scaled up: beyond it gradients are thousands, and finite differences no measure. */
const boldness = { hypernet: 1, gain: 1, mixture: 0.2, embedding: 1 };

/**
 * Fresh parameters made bolder, as an untrained decoder draws next to nothing: all weights are scaled up, and
 * the bias of D's last layer is lifted, which keeps most patch pixels away from relu's kink.
 */
export function boldParameters(config: DecoderConfig, seed = 1, gain = 2.5): Parameters {
  const fresh = initDecoder(config, createRandom(seed));
  const lift = `state/output/decoder${config.leaf.kind === 'convTranspose' ? 4 : 2}/bias`;
  return Object.fromEntries(
    Object.entries(fresh).map(([name, tensor]) => {
      const factor = name.includes('/output/') ? gain * boldness[config.generator] : 1;
      const bold = tf.tidy(() => {
        if (name === lift) return tf.fill(tensor.shape, config.generator === 'hypernet' ? 0.25 : 1.5);
        if (name === `state/norm${config.stateLayers}/beta`) return tf.onesLike(tensor);
        return tf.mul(tensor, factor);
      });
      tensor.dispose();
      return [name, bold];
    }),
  );
}

/** A tree with given actions and leaves; its programs are zeros, as drawing does not read them. */
export function handmadeUnrolled(
  config: DecoderConfig,
  batch: number,
  actions: readonly tf.Tensor[],
  leaves: tf.Tensor4D,
): Unrolled {
  let n = batch;
  const levels = config.childrenPerLevel.map((t, k) => {
    const level = {
      programs: tf.zeros([n, config.latent]) as tf.Tensor2D,
      states: tf.zeros([n, t, config.latent]) as tf.Tensor3D,
      actions: tf.reshape(actions[k]!, [n, t, 6]) as tf.Tensor3D,
    };
    n *= t;
    return level;
  });
  return { levels, leaves: tf.clone(leaves) };
}
