// z latent size, f hidden features, J bases, s entries of a generated tensor
import { requireBackend } from '@rnp/backend';
import { countOf, glorotUniform, type Parameters, type Random, type Shapes, sizeOf } from '@rnp/nn';
import { checkRandom } from '@rnp/nn/checks';
import * as tf from '@tensorflow/tfjs-core';
import { checkConfig, type HypernetConfig, lastWidth } from './hypernetConfig.js';
import { unitsOf } from './units.js';

/**
 * The shapes of a hypernetwork's parameters (docs/model.md, *One level*; paper: `H(z)`), in the order in which
 * `initHypernet` draws them: `norm/gamma`, `norm/beta`, then `dense<i>/kernel`, `dense<i>/bias`, `norm<i>/gamma`,
 * `norm<i>/beta` from i = 1, then `output/<name>`, [f, s]. A mixture has `mixture/kernel` [f, J] before them, which are [J, s] then; gains have
 * `shared/<name>`, of the generated tensor's shape, before `output/<name>`, which are [f, units].
 *
 * @throws RnpError RNP_CONFIG when a size is not a positive integer
 */
export function hypernetShapes(config: HypernetConfig): Shapes {
  checkConfig(config);
  const { latent, hidden, layers, outputs, generator } = config;
  const shapes: Record<string, readonly number[]> = { 'norm/gamma': [latent], 'norm/beta': [latent] };
  for (let i = 1; i <= layers; i++) {
    shapes[`dense${i}/kernel`] = [i === 1 ? latent : hidden, hidden];
    shapes[`dense${i}/bias`] = [hidden];
    shapes[`norm${i}/gamma`] = [hidden];
    shapes[`norm${i}/beta`] = [hidden];
  }
  const width = lastWidth(config);
  if (generator === 'mixture') shapes['mixture/kernel'] = [hidden, width];
  for (const [name, shape] of Object.entries(outputs)) {
    if (generator === 'gain') shapes[`shared/${name}`] = shape;
    shapes[`output/${name}`] = [width, generator === 'gain' ? unitsOf(shape) : sizeOf(shape)];
  }
  return shapes;
}

/**
 * Fresh parameters: Glorot uniform kernels, zero biases, gamma 1, beta 0. Every `output/<name>` counts all generated
 * values as its fan-out, as if the last layer were one matrix; with separate fan-outs, small tensors would start an order
 * of magnitude too large. The weights of mixtures and gains start as large as a hypernetwork's. The caller owns the tensors.
 *
 * @throws RnpError RNP_CONFIG
 */
export function initHypernet(config: HypernetConfig, random: Random): Parameters {
  checkRandom(random);
  const shapes = hypernetShapes(config);
  requireBackend();
  const fanOut = lastFanOut(config);
  const parameters: Record<string, tf.Tensor> = {};
  for (const [name, shape] of Object.entries(shapes)) {
    if (name.startsWith('output/')) parameters[name] = glorotUniform(shape, shape[0]!, fanOut, random);
    else if (name.startsWith('shared/')) parameters[name] = sharedWeights(shape, config.outputs, random);
    else if (name.endsWith('/kernel')) parameters[name] = glorotUniform(shape, shape[0]!, shape[1]!, random);
    else if (name.endsWith('/gamma')) parameters[name] = tf.ones(shape as number[]);
    else parameters[name] = tf.zeros(shape as number[]);
  }
  return parameters;
}

/** What the last layer's matrices count as their fan-out. */
function lastFanOut({ hidden, outputs, generator, bases }: HypernetConfig): number {
  const all = countOf(outputs);
  if (generator !== 'mixture') return all;
  // Coefficients have the variance 2·|features|² / (f + J): so that J of them give weights of the variance 2·|features|² / (f + all).
  return (2 * bases! * (hidden + all)) / (hidden + bases!) - bases!;
}

/** Features of the hypernetwork that `sharedWeights` begin as large as, and the mean square of one: of elu(x), x of a standard normal. */
const usual = { features: 64, square: 0.645 };

/**
 * Weights that all programs share, at their start: matrices uniform and as large as a hypernetwork's of usual width would generate them at its start,
 * vectors 0; no larger than by the layer's own fans. By these alone they are twice as large, and both generators with such weights then learned on
 * digits to draw nothing.
 *
 * @param outputs all that are made in place of a hypernetwork
 */
export function sharedWeights(
  shape: readonly number[],
  outputs: HypernetConfig['outputs'],
  random: Random,
): tf.Tensor {
  if (shape.length < 2) return tf.zeros(shape as number[]);
  const { features, square } = usual;
  const ownFans = sizeOf(shape.slice(0, -2)) * (shape.at(-2)! + shape.at(-1)!);
  const generated = (features + countOf(outputs)) / (features * square);
  return glorotUniform(shape, 0, Math.max(ownFans, generated), random);
}
