import { requireBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkCount, checkRandom } from './checks.js';
import { sizeOf } from './parameters.js';
import type { Random } from './random.js';

/**
 * Uniform in ±√(6 / (fanIn + fanOut)) (Glorot and Bengio 2010, eq. 16). Draws one number per entry, in row-major
 * order. The caller owns the tensor.
 *
 * @throws RnpError RNP_CONFIG; RNP_BACKEND_MISSING where no backend was started
 */
export function glorotUniform(
  shape: readonly number[],
  fanIn: number,
  fanOut: number,
  random: Random,
): tf.Tensor {
  check.numbers('shape', shape);
  for (const [axis, size] of shape.entries()) check.wholeNumber(`shape[${axis}]`, size, 0);
  check.number('fanIn', fanIn, 0);
  check.number('fanOut', fanOut, Number.MIN_VALUE);
  checkRandom(random);
  checkCount('shape', shape);
  requireBackend();
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  const values = new Float32Array(sizeOf(shape));
  for (let i = 0; i < values.length; i++) values[i] = limit * (2 * random.uniform() - 1);
  return tf.tensor(values, shape as number[], 'float32');
}
