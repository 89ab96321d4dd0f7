// n programs, f hidden features, J bases, w what the last layer reads: f, of a mixture J
import type { Parameters } from '@rnp/nn';
import { check, expectShape } from '@rnp/nn/checks';
import * as tf from '@tensorflow/tfjs-core';
import { checkConfig, type HypernetConfig, lastWidth } from './hypernetConfig.js';
import { lastOutputs, mixing } from './hypernetwork.js';
import { fewPrograms, generated, lastLayer } from './lastLayer.js';
import { modulated } from './modulated.js';

/** The last layer of several generated tensors, joined to be used again and again. */
export interface JoinedOutputs {
  /** Their matrices side by side, [w, entries of all these tensors], or [w, all their gains and shifts]. */
  readonly kernel: tf.Tensor2D;
  /** What all programs share of them, where `kernel` gives gains. */
  readonly shared?: readonly tf.Tensor[];
}

/**
 * The last layer for several generated tensors, side by side in the order of `names`, one row per program. For more than
 * {@link fewPrograms} programs the matrices are joined first; to use them again, keep {@link joinedOutputs}.
 *
 * @param features [n, w], of `programFeatures`
 * @returns [n, entries of all these tensors]; the caller owns it
 * @throws RnpError RNP_WEIGHTS for an unknown name or a missing parameter; RNP_SHAPE; RNP_CONFIG
 */
export function generateJoined(
  features: tf.Tensor2D,
  parameters: Parameters,
  config: HypernetConfig,
  names: readonly string[],
): tf.Tensor2D {
  checkConfig(config);
  expectShape('features', features, ['n', lastWidth(config)]);
  const outputs = lastOutputs(parameters, config, names);
  const product = lastLayer(
    features,
    outputs.map(({ kernel }) => kernel),
  );
  return withShared(product, config.generator === 'gain' ? outputs.map(({ shared }) => shared!) : undefined);
}

/**
 * The last layer of several generated tensors, in the order of `names`, for {@link generateWith}: one product with `programFeatures` gives all of
 * them in one row per program, without cutting or copying afterwards.
 *
 * @returns the caller owns `kernel`; what is shared are the parameters themselves
 * @throws RnpError RNP_WEIGHTS for an unknown name or a missing parameter; RNP_SHAPE; RNP_CONFIG
 */
export function joinedOutputs(
  parameters: Parameters,
  config: HypernetConfig,
  names: readonly string[],
): JoinedOutputs {
  checkConfig(config);
  const outputs = lastOutputs(parameters, config, names);
  const kernel = joined(outputs.map(({ kernel }) => kernel));
  if (config.generator !== 'gain') return { kernel };
  return { kernel, shared: outputs.map(({ shared }) => shared!) };
}

/**
 * What `generateJoined` gives, by a last layer that is joined already.
 *
 * @param features [n, w], of `programFeatures`
 * @returns [n, entries of all these tensors]; the caller owns it
 * @throws RnpError RNP_SHAPE for features of another width; RNP_CONFIG for what is no joined layer
 */
export function generateWith(features: tf.Tensor2D, joined: JoinedOutputs): tf.Tensor2D {
  check.options('joined', joined, ['kernel'], ['shared']);
  const { kernel, shared } = joined;
  expectShape('joined.kernel', kernel, ['w', 'entries']);
  expectShape('features', features, ['n', kernel.shape[0]]);
  if (shared !== undefined) check.list('joined.shared', shared, check.tensor);
  return withShared(generated(features, kernel, []) as tf.Tensor2D, shared);
}

/**
 * The last layer's matrices of several generated tensors as if it read features: those of a mixture multiplied by what makes its coefficients. None of
 * gains, which are not linear.
 *
 * @returns each [f, entries of the tensor], in the order of `names`; the caller owns them
 */
export function matricesOfFeatures(
  parameters: Parameters,
  config: HypernetConfig,
  names: readonly string[],
): tf.Tensor2D[] {
  const kernels = lastOutputs(parameters, config, names).map(({ kernel }) => kernel as tf.Tensor2D);
  if (config.generator !== 'mixture') return kernels.map((kernel) => tf.clone(kernel));
  return kernels.map((kernel) => tf.matMul(mixing(parameters, config), kernel));
}

function withShared(product: tf.Tensor2D, shared: readonly tf.Tensor[] | undefined): tf.Tensor2D {
  if (!shared) return product;
  const weights = modulated(product, shared);
  product.dispose();
  return weights;
}

function joined(kernels: readonly tf.Tensor[]): tf.Tensor2D {
  return tf.concat(kernels as tf.Tensor2D[], 1);
}
