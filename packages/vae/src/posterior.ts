import { defineOp, type Op } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { checkInput, checkSetting } from './checks.js';
import type { Posterior } from './encoder/encoder.js';

/**
 * What the noise of z is multiplied by: the posterior's `deviation`, exp(½·logVariance) (the paper), or its `variance`,
 * exp(logVariance), as the authors' code has it.
 */
export type NoiseScale = 'deviation' | 'variance';

export const noiseScales: readonly NoiseScale[] = ['deviation', 'variance'];

/** @throws RnpError RNP_CONFIG unless this is one of the two */
export function requireNoiseScale(path: string, noiseScale: unknown): void {
  checkSetting.choice(path, noiseScale, noiseScales);
}

/** @throws RnpError RNP_IMAGES unless these are the mean and the logVariance of a posterior, of one shape */
function requirePosterior(path: string, posterior: Posterior): void {
  checkInput.object(path, posterior);
  checkInput.tensor(`${path}.mean`, posterior.mean, ['b', 'z']);
  checkInput.tensor(`${path}.logVariance`, posterior.logVariance, posterior.mean.shape);
}

/**
 * Samples programs from the posterior: z = mean + scale·noise (reparameterisation).
 *
 * @param noise [b, z], standard normal
 * @returns [b, z]; the caller owns it
 * @throws RnpError RNP_IMAGES for tensors of other shapes; RnpError RNP_CONFIG for another noise scale
 */
export function samplePosterior(
  posterior: Posterior,
  noise: tf.Tensor2D,
  noiseScale: NoiseScale,
): tf.Tensor2D {
  requirePosterior('posterior', posterior);
  checkInput.tensor('noise', noise, posterior.mean.shape);
  requireNoiseScale('noiseScale', noiseScale);
  const { mean, logVariance } = posterior;
  return tf.tidy(() => {
    const exponent = noiseScale === 'deviation' ? tf.mul(logVariance, 0.5) : logVariance;
    return tf.add(mean, tf.mul(tf.exp(exponent), noise)) as tf.Tensor2D;
  });
}

/**
 * The KL divergence of the posterior from N(0, I) in nats, one number per image: ½·Σ(exp(lv) + mean² − 1 −
 * lv) over the latent axis, lv = logVariance.
 *
 * @param posterior mean and logVariance, both [b, z]
 * @returns [b]; the caller owns it
 * @throws RnpError RNP_IMAGES if it is not a posterior
 */
export function klDivergence(posterior: Posterior): tf.Tensor1D {
  requirePosterior('posterior', posterior);
  const { mean, logVariance } = posterior;
  return divergence({ mean, logVariance }, {}) as tf.Tensor1D;
}

type Moments = { readonly mean: tf.Tensor; readonly logVariance: tf.Tensor };

/** With a gradient of its own, which takes a third of the calls that a tape leads through. */
const divergence: Op<Moments, Readonly<Record<string, never>>, tf.Tensor> = /* @__PURE__ */ defineOp({
  name: 'klDivergence',
  plain: (moments: Moments) => forward(moments).outputs,
  plainGradient: {
    inputs: ['mean'],
    outputs: [false],
    forward,
    compute: ({ dy: [dy], inputs: { mean }, kept: [variance] }) => {
      const each = tf.reshape(dy!, [-1, 1]);
      return {
        mean: () => tf.mul(mean!, each),
        logVariance: () => {
          const half = tf.mul(each, 0.5);
          return tf.sub(tf.mul(variance!, half), half);
        },
      };
    },
  },
});

function forward({ mean, logVariance }: Moments): {
  readonly outputs: tf.Tensor;
  readonly kept: readonly tf.Tensor[];
} {
  const variance = tf.exp(logVariance);
  const terms = tf.sub(tf.add(variance, tf.square(mean)), tf.add(logVariance, 1));
  return { outputs: tf.mul(tf.sum(terms, 1), 0.5), kept: [variance] };
}
