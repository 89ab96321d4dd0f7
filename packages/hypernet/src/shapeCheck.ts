import type * as tf from '@tensorflow/tfjs-core';
import { HypernetParameterError, HypernetShapeError } from './errors.js';
import type { Parameters } from './parameters.js';

/** Sizes in order; a string stands for any size and says in messages what it is. */
type ExpectedShape = readonly (number | string)[];

/**
 * Throws unless the tensor has the expected shape.
 *
 * @param path what the tensor is called where the caller passed it, such as `elmanCell.kernel`
 * @throws HypernetShapeError
 */
export function expectShape(path: string, tensor: tf.Tensor, expected: ExpectedShape): void {
  const { shape } = tensor;
  const fits =
    shape.length === expected.length &&
    expected.every((size, axis) => typeof size === 'string' || size === shape[axis]);
  if (!fits) {
    throw new HypernetShapeError(
      `${path} is [${shape.join(', ')}] where [${expected.join(', ')}] is expected; ` +
        'pass weights that were made for this configuration',
      path,
    );
  }
}

/**
 * A parameter by its name, with its shape checked.
 *
 * @throws HypernetParameterError when there is none; HypernetShapeError when it has another shape
 */
export function parameterOf(parameters: Parameters, path: string, shape: ExpectedShape): tf.Tensor {
  const tensor = parameters[path];
  if (tensor === undefined) {
    throw new HypernetParameterError(
      `parameter '${path}' is missing; initHypernet makes every parameter, select(parameters, prefix) cuts a prefix`,
      path,
    );
  }
  expectShape(path, tensor, shape);
  return tensor;
}
