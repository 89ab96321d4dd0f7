import { shown } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { HypernetParameterError, HypernetShapeError } from './errors.js';
import type { Parameters } from './parameters.js';

/** Sizes in order; a string stands for any size and says in messages what it is. */
type ExpectedShape = readonly (number | string)[];

/** @throws HypernetShapeError unless this is a float32 tensor that is alive */
export function expectTensor(path: string, tensor: tf.Tensor): void {
  const refuse = (problem: string): HypernetShapeError =>
    new HypernetShapeError(`${path} is ${problem}`, path);
  if (!(tensor instanceof tf.Tensor)) throw refuse(`${shown(tensor)}; it must be a tensor`);
  if (tensor.isDisposed) throw refuse('a tensor that has been disposed of');
  if (tensor.dtype !== 'float32') throw refuse(`of type ${tensor.dtype}; make it float32 with tf.cast`);
}

/**
 * Throws unless the tensor is one of float32 that is alive and has the expected shape.
 *
 * @param path what the tensor is called where the caller passed it, such as `elmanCell.kernel`
 * @param advice what to do about another shape
 * @throws HypernetShapeError
 */
export function expectShape(path: string, tensor: tf.Tensor, expected: ExpectedShape, advice = ''): void {
  expectTensor(path, tensor);
  const { shape } = tensor;
  const fits =
    shape.length === expected.length &&
    expected.every((size, axis) => typeof size === 'string' || size === shape[axis]);
  if (!fits) {
    throw new HypernetShapeError(
      `${path} is [${shape.join(', ')}] where [${expected.join(', ')}] is expected${advice}`,
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
  if (typeof parameters !== 'object' || parameters === null) {
    throw new HypernetParameterError(
      `parameters are ${shown(parameters)}; pass what initHypernet makes`,
      path,
    );
  }
  const tensor = parameters[path];
  if (tensor === undefined) {
    throw new HypernetParameterError(
      `parameter '${path}' is missing; initHypernet makes every parameter, select(parameters, prefix) cuts a prefix`,
      path,
    );
  }
  expectShape(path, tensor, shape, '; pass weights that were made for this configuration');
  return tensor;
}
