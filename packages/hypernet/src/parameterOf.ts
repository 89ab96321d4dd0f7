import { RnpError, shown } from '@rnp/errors';
import type { Parameters } from '@rnp/nn';
import { expectShape } from '@rnp/nn/checks';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * A parameter by its name, with its shape checked.
 *
 * @throws RnpError RNP_WEIGHTS when there is none; RNP_SHAPE when it has another shape
 */
export function parameterOf(
  parameters: Parameters,
  path: string,
  shape: readonly (number | string)[],
): tf.Tensor {
  if (typeof parameters !== 'object' || parameters === null) {
    throw new RnpError('RNP_WEIGHTS', `parameters are ${shown(parameters)}; pass what initHypernet makes`, {
      path,
    });
  }
  const tensor = parameters[path];
  if (tensor === undefined) {
    throw new RnpError(
      'RNP_WEIGHTS',
      `parameter '${path}' is missing; initHypernet makes every parameter, select(parameters, prefix) cuts a prefix`,
      { path },
    );
  }
  expectShape(path, tensor, shape, '; pass weights that were made for this configuration');
  return tensor;
}
