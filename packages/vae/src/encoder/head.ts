import { dense, glorotUniform, layerNorm, type Parameters, type Random, type Shapes } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import type { Posterior } from './encoder.js';

/** LayerNorm's (docs/model.md, *The encoders*). */
const EPSILON = 1e-5;

/** The end of both encoders: n × [Dense → LayerNorm → elu], then two dense heads (paper, Fig. 5B). */
export interface Head {
  /** Features that come in, after flattening. */
  readonly input: number;
  readonly layers: number;
  readonly width: number;
  readonly latent: number;
}

export function headShapes(head: Head): Shapes {
  const shapes: Record<string, readonly number[]> = {};
  for (let i = 1; i <= head.layers; i++) {
    shapes[`dense${i}/kernel`] = [i === 1 ? head.input : head.width, head.width];
    shapes[`dense${i}/bias`] = [head.width];
    shapes[`norm${i}/gamma`] = [head.width];
    shapes[`norm${i}/beta`] = [head.width];
  }
  for (const name of ['mean', 'logVariance']) {
    shapes[`${name}/kernel`] = [head.width, head.latent];
    shapes[`${name}/bias`] = [head.latent];
  }
  return shapes;
}

/** Glorot uniform kernels, zero biases, norms at the identity. */
export function initHead(head: Head, random: Random): Parameters {
  return Object.fromEntries(
    Object.entries(headShapes(head)).map(([name, shape]) => [name, initial(name, shape, random)]),
  );
}

function initial(name: string, shape: readonly number[], random: Random): tf.Tensor {
  if (name.endsWith('kernel')) return glorotUniform(shape, shape[0]!, shape[1]!, random);
  return name.endsWith('gamma') ? tf.ones([...shape]) : tf.zeros([...shape]);
}

/** features [b, input] → posterior [b, latent]. */
export function readPosterior(features: tf.Tensor2D, head: Head, parameters: Parameters): Posterior {
  let x: tf.Tensor = features;
  for (let i = 1; i <= head.layers; i++) {
    const y = dense(x as tf.Tensor2D, parameters[`dense${i}/kernel`]!, parameters[`dense${i}/bias`]!);
    x = layerNorm(y, parameters[`norm${i}/gamma`]!, parameters[`norm${i}/beta`]!, EPSILON, 'elu');
  }
  const read = (name: string): tf.Tensor2D =>
    dense(x as tf.Tensor2D, parameters[`${name}/kernel`]!, parameters[`${name}/bias`]!) as tf.Tensor2D;
  return { mean: read('mean'), logVariance: read('logVariance') };
}
