import { shown } from '@rnp/backend';
import { LayerParameterError, type Parameters } from '@rnp/nn';
import { expectShape } from '@rnp/nn/checks';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * A parameter by its name, with its shape checked.
 *
 * @throws LayerParameterError when there is none; LayerShapeError when it has another shape
 */
export function parameterOf(
  parameters: Parameters,
  path: string,
  shape: readonly (number | string)[],
): tf.Tensor {
  if (typeof parameters !== 'object' || parameters === null) {
    throw new LayerParameterError(`parameters are ${shown(parameters)}; pass what initHypernet makes`, path);
  }
  const tensor = parameters[path];
  if (tensor === undefined) {
    throw new LayerParameterError(
      `parameter '${path}' is missing; initHypernet makes every parameter, select(parameters, prefix) cuts a prefix`,
      path,
    );
  }
  expectShape(path, tensor, shape, '; pass weights that were made for this configuration');
  return tensor;
}
