// z latent size, f hidden features
import { requireBackend } from '@rnp/backend';
import { countOf, glorotUniform, type Parameters, type Random, type Shapes, sizeOf } from '@rnp/nn';
import { checkRandom } from '@rnp/nn/checks';
import * as tf from '@tensorflow/tfjs-core';
import { checkConfig, type HypernetConfig } from './hypernetConfig.js';

/**
 * The shapes of a hypernetwork's parameters (docs/model.md, *One level*; paper: `H(z)`), in the order in which
 * `initHypernet` draws them: `norm/gamma`, `norm/beta`, then `dense<i>/kernel`, `dense<i>/bias`, `norm<i>/gamma`,
 * `norm<i>/beta` from i = 1, then `output/<name>`, [f, entries of the generated tensor].
 *
 * @throws RnpError RNP_CONFIG when a size is not a positive integer
 */
export function hypernetShapes(config: HypernetConfig): Shapes {
  checkConfig(config);
  const { latent, hidden, layers, outputs } = config;
  const shapes: Record<string, readonly number[]> = { 'norm/gamma': [latent], 'norm/beta': [latent] };
  for (let i = 1; i <= layers; i++) {
    shapes[`dense${i}/kernel`] = [i === 1 ? latent : hidden, hidden];
    shapes[`dense${i}/bias`] = [hidden];
    shapes[`norm${i}/gamma`] = [hidden];
    shapes[`norm${i}/beta`] = [hidden];
  }
  for (const [name, shape] of Object.entries(outputs)) shapes[`output/${name}`] = [hidden, sizeOf(shape)];
  return shapes;
}

/**
 * Fresh parameters: Glorot uniform kernels, zero biases, gamma 1, beta 0. Every `output/<name>` counts all generated
 * values as its fan-out, as if the last layer were one matrix; with separate fan-outs, small tensors would start an order
 * of magnitude too large. The caller owns the tensors.
 *
 * @throws RnpError RNP_CONFIG
 */
export function initHypernet(config: HypernetConfig, random: Random): Parameters {
  checkRandom(random);
  const shapes = hypernetShapes(config);
  requireBackend();
  const generated = countOf(config.outputs);
  const parameters: Record<string, tf.Tensor> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    if (name.startsWith('output/')) parameters[name] = glorotUniform(shape, config.hidden, generated, random);
    else if (name.endsWith('/kernel')) parameters[name] = glorotUniform(shape, shape[0]!, shape[1]!, random);
    else if (name.endsWith('/gamma')) parameters[name] = tf.ones(shape as number[]);
    else parameters[name] = tf.zeros(shape as number[]);
  }
  return parameters;
}
