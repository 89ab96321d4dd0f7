import { RnpError, shown } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters, Shapes } from './parameters.js';

/** Sizes in order; a string stands for any size and says in messages what it is. */
type ExpectedShape = readonly (number | string)[];

/**
 * Checks that a value is a float32 tensor that has not been disposed of.
 *
 * @param path name of the tensor in the error, such as `elmanCell.kernel`
 * @throws RnpError RNP_SHAPE otherwise
 */
export function expectTensor(path: string, tensor: tf.Tensor): void {
  const refuse = (problem: string): RnpError => new RnpError('RNP_SHAPE', `is ${problem}`, { path });
  if (!(tensor instanceof tf.Tensor)) throw refuse(`${shown(tensor)}; it must be a tensor`);
  if (tensor.isDisposed) throw refuse('a tensor that has been disposed of');
  if (tensor.dtype !== 'float32') throw refuse(`of type ${tensor.dtype}; make it float32 with tf.cast`);
}

/**
 * Checks that a value is a float32 tensor of the expected shape that has not been disposed of.
 *
 * @param path name of the tensor in the error, such as `elmanCell.kernel`
 * @param expected a size per axis; a string allows any size, and names it in the error
 * @param advice ends the error about another shape
 * @throws RnpError RNP_SHAPE otherwise; RnpError RNP_CONFIG if `expected` is not a list
 */
export function expectShape(path: string, tensor: tf.Tensor, expected: ExpectedShape, advice = ''): void {
  expectTensor(path, tensor);
  if (!Array.isArray(expected)) throw noExpectation('expected', 'a shape', expected);
  const { shape } = tensor;
  const fits =
    shape.length === expected.length &&
    expected.every((size, axis) => typeof size === 'string' || size === shape[axis]);
  if (!fits) {
    throw new RnpError(
      'RNP_SHAPE',
      `is [${shape.join(', ')}] where [${expected.join(', ')}] is expected${advice}`,
      { path },
    );
  }
}

/**
 * Checks that a record holds a float32 tensor of the given shape under each name of `shapes`. Other names are
 * allowed.
 *
 * @param path name of the record in the error
 * @throws RnpError RNP_WEIGHTS if the record or a tensor is missing; RnpError RNP_SHAPE for a tensor of
 *   another type or shape; RnpError RNP_CONFIG if `path` or `shapes` is of another type
 */
export function expectTensors(path: string, tensors: Parameters, shapes: Shapes): void {
  if (typeof tensors !== 'object' || tensors === null) {
    throw new RnpError('RNP_WEIGHTS', `is ${shown(tensors)}; it must hold tensors by name`, { path });
  }
  // Both would be put into text as they are, which a symbol and nothing cannot.
  if (typeof path !== 'string') throw noExpectation('path', 'a string', path);
  if (typeof shapes !== 'object' || shapes === null) throw noExpectation('shapes', 'shapes by name', shapes);
  for (const [name, shape] of Object.entries(shapes)) {
    const tensor = tensors[name];
    const at = `${path}["${name}"]`;
    if (tensor === undefined) {
      throw new RnpError('RNP_WEIGHTS', `is missing; ${Object.keys(shapes).join(', ')} are needed`, {
        path: at,
      });
    }
    expectShape(at, tensor, shape);
  }
}

function noExpectation(path: string, what: string, value: unknown): RnpError {
  return new RnpError('RNP_CONFIG', `must be ${what}, not ${shown(value)}`, { path });
}
