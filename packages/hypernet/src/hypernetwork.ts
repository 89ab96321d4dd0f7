// n programs, z latent size, f hidden features
import { RnpError, shown } from '@rnp/errors';
import { type Parameters, sizeOf } from '@rnp/nn';
import { expectShape } from '@rnp/nn/checks';
import * as tf from '@tensorflow/tfjs-core';
import { checkConfig, type HypernetConfig } from './hypernetConfig.js';
import { lastLayer } from './lastLayer.js';
import { parameterOf } from './parameterOf.js';
import { trunk } from './trunk.js';

/**
 * The tensors that programs generate: LayerNorm(z) → layers × [Dense → LayerNorm → elu] → one product for each
 * generated tensor, without bias. Only the requested tensors are computed, and none is cut out of a larger one.
 *
 * @param z [n, z]
 * @param names which of `config.outputs`; all when left out
 * @returns name → [n, ...shape]; the caller owns them
 * @throws RnpError RNP_WEIGHTS for an unknown name or a missing parameter; RNP_SHAPE; RNP_CONFIG
 */
export function generate<Name extends string, Asked extends Name = Name>(
  parameters: Parameters,
  config: HypernetConfig<Name>,
  z: tf.Tensor2D,
  names?: readonly Asked[],
): Record<Asked, tf.Tensor> {
  checkConfig(config);
  const asked = names ?? (Object.keys(config.outputs) as Asked[]);
  outputKernels(parameters, config, asked);
  return tf.tidy(() => generateFrom(programFeatures(parameters, config, z), parameters, config, asked));
}

/**
 * The input of the last layer: LayerNorm(z) → layers × [Dense → LayerNorm → elu]. Use it when the tensors of a program are
 * computed in several products, which then share it.
 *
 * @param z [n, z]
 * @returns [n, f]; the caller owns it
 * @throws RnpError RNP_WEIGHTS for a missing parameter; RNP_SHAPE
 */
export function programFeatures(parameters: Parameters, config: HypernetConfig, z: tf.Tensor2D): tf.Tensor2D {
  checkConfig(config);
  expectShape('z', z, ['n', config.latent]);
  return trunk(z, trunkParameters(parameters, config));
}

/**
 * The last layer: one product for each generated tensor, from the result of {@link programFeatures}.
 *
 * @param features [n, f]
 * @param names which of `config.outputs`
 * @returns name → [n, ...shape]; the caller owns them
 * @throws RnpError RNP_WEIGHTS for an unknown name or a missing parameter; RNP_SHAPE; RNP_CONFIG
 */
export function generateFrom<Name extends string, Asked extends Name = Name>(
  features: tf.Tensor2D,
  parameters: Parameters,
  config: HypernetConfig<Name>,
  names: readonly Asked[],
): Record<Asked, tf.Tensor> {
  checkConfig(config);
  expectShape('features', features, ['n', config.hidden]);
  const products = outputKernels(parameters, config, names);
  return tf.tidy(() =>
    Object.fromEntries(
      products.map(({ name, shape, kernel }) => [
        name,
        tf.reshape(lastLayer(features, [kernel]), [features.shape[0], ...shape]),
      ]),
    ),
  ) as Record<Asked, tf.Tensor>;
}

/**
 * The last layer for several generated tensors, side by side in the order of `names`, one row per program. For more than
 * {@link fewPrograms} programs the matrices are joined first; to use them again, keep {@link joinedOutputs}.
 *
 * @param features [n, f]
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
  expectShape('features', features, ['n', config.hidden]);
  return lastLayer(
    features,
    outputKernels(parameters, config, names).map(({ kernel }) => kernel),
  );
}

/**
 * The last layer's matrices of several generated tensors, side by side in the order of `names`: one product with
 * {@link programFeatures} gives all of them in one row per program, without cutting or copying afterwards.
 *
 * @returns [f, entries of all these tensors]; the caller owns it
 * @throws RnpError RNP_WEIGHTS for an unknown name or a missing parameter; RNP_SHAPE; RNP_CONFIG
 */
export function joinedOutputs(
  parameters: Parameters,
  config: HypernetConfig,
  names: readonly string[],
): tf.Tensor2D {
  checkConfig(config);
  const kernels = outputKernels(parameters, config, names).map(({ kernel }) => kernel as tf.Tensor2D);
  return tf.concat(kernels, 1);
}

/** The last layer's matrices of these tensors. */
function outputKernels(
  parameters: Parameters,
  config: HypernetConfig,
  names: readonly string[],
): { readonly name: string; readonly shape: readonly number[]; readonly kernel: tf.Tensor }[] {
  if (!Array.isArray(names) || names.length === 0) {
    const known = Object.keys(config.outputs).join(', ');
    throw new RnpError('RNP_WEIGHTS', `are ${shown(names)}; give some of ${known}`, { path: 'names' });
  }
  return names.map((name) => {
    const shape = Object.hasOwn(config.outputs, name) ? config.outputs[name] : undefined;
    if (shape === undefined) {
      throw new RnpError(
        'RNP_WEIGHTS',
        `'${name}' is not generated by this hypernetwork; it generates ${Object.keys(config.outputs).join(', ')}`,
        { path: name },
      );
    }
    return { name, shape, kernel: parameterOf(parameters, `output/${name}`, [config.hidden, sizeOf(shape)]) };
  });
}

/** The parameters before the last layer, in the order in which `trunk` takes them. @throws RnpError RNP_WEIGHTS for a missing one */
export function trunkParameters(
  parameters: Parameters,
  { latent, hidden, layers }: HypernetConfig,
): tf.Tensor[] {
  const norm = (name: string, size: number): tf.Tensor[] => [
    parameterOf(parameters, `${name}/gamma`, [size]),
    parameterOf(parameters, `${name}/beta`, [size]),
  ];
  const list = norm('norm', latent);
  for (let i = 1; i <= layers; i++) {
    list.push(parameterOf(parameters, `dense${i}/kernel`, [i === 1 ? latent : hidden, hidden]));
    list.push(parameterOf(parameters, `dense${i}/bias`, [hidden]), ...norm(`norm${i}`, hidden));
  }
  return list;
}
