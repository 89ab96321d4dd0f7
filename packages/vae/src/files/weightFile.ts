import { RnpError } from '@rnp/errors';
import { readSafetensors, type TensorData, writeSafetensors } from '@rnp/files';
import { countOf, prefixed } from '@rnp/nn';
import { checkSetting, checkWeights } from '../checks.js';
import { requireParameters } from '../requireWeights.js';
import type { WeightShapes } from '../weightShapes.js';
import type { Weights } from '../weights.js';
import { floatRows, int8Rows } from './int8Rows.js';
import {
  checkNotNegative,
  checkTensors,
  type FloatData,
  makeTensors,
  storedTensors,
} from './namedTensors.js';

/**
 * The precision of stored numbers: 32 bits; half precision, which keeps three to four digits; or 8 bits and a scale for each row, along the last
 * axis, of what has two axes or more, and 32 bits of what has less, and of rows of fewer than eight numbers.
 */
export type Precision = 'float32' | 'float16' | 'int8';

/** All of them, the largest first. */
export const weightPrecisions: readonly Precision[] = /* @__PURE__ */ Object.freeze([
  'float32',
  'float16',
  'int8',
]);

/** Running averages lie under this name in the file; weights keep theirs, `encoder/…` and `decoder/…`. */
const runningStatistics = 'runningStatistics';

/**
 * Weights → a safetensors file. Names as they are in `Weights`, the encoder's running averages under
 * `runningStatistics/`. The tensors stay the caller's.
 *
 * @throws RnpError RNP_DIVERGED when a weight is NaN or infinite, naming it; RnpError RNP_WEIGHTS when one is too
 *   large for float16
 */
export function weightsToSafetensors(weights: Weights, precision: Precision = 'float32'): Uint8Array {
  checkWeights.object('weights', weights);
  checkSetting.choice('precision', precision, weightPrecisions);
  requireParameters('weights.parameters', weights.parameters);
  requireParameters('weights.runningStatistics', weights.runningStatistics);
  const parameters = storedTensors(weights.parameters);
  const averages = storedTensors(weights.runningStatistics, `${runningStatistics}/`);
  return written([...parameters, ...averages], { format: 'rnp' }, precision);
}

/**
 * A file of weights in another precision, its notes kept. What has been rounded does not come back.
 *
 * @param path named in errors
 * @throws RnpError RNP_WEIGHTS when the file is damaged or holds other numbers than those, and when one is too large for float16
 */
export function safetensorsIn(bytes: Uint8Array, precision: Precision, path?: string): Uint8Array {
  checkSetting.choice('precision', precision, weightPrecisions);
  const { tensors, metadata } = floatRows(readSafetensors(bytes, path), path);
  const floats = [...tensors].map(([name, { shape, data, dtype }]) => {
    if (data instanceof Float32Array) return [name, { shape, data }] as const;
    throw new RnpError('RNP_WEIGHTS', `${name} holds ${dtype}; convert it to F32`, { path });
  });
  return written(floats, metadata, precision);
}

function written(
  tensors: readonly (readonly [string, FloatData])[],
  metadata: Readonly<Record<string, string>>,
  precision: Precision,
): Uint8Array {
  const stored = tensors.flatMap(([name, { shape, data }]): (readonly [string, TensorData])[] => {
    if (precision === 'int8') return [...int8Rows(name, shape, data)];
    return [[name, { shape, data, ...(precision === 'float16' && { dtype: 'F16' as const }) }]];
  });
  return writeSafetensors(new Map(stored), metadata);
}

/**
 * A safetensors file → weights. The caller owns the tensors; none are left when this throws.
 *
 * Values are read in row-major order, the only order of the format. If Python wrote a column-major array (such as a
 * transposed one) without `np.ascontiguousarray`, the values are in another order, and nothing in the file shows it: the
 * file is read, and the model draws badly.
 *
 * @param path named in errors
 * @throws RnpError RNP_WEIGHTS when the file is damaged; RnpError RNP_WEIGHTS when a tensor is missing, unknown, of another shape
 *   or not finite, or a running variance is negative; the message names the tensor and both shapes
 */
export function weightsFromSafetensors(bytes: Uint8Array, shapes: WeightShapes, path?: string): Weights {
  checkSetting.object('shapes', shapes);
  countOf(shapes.parameters);
  countOf(shapes.runningStatistics);
  const file = floatRows(readSafetensors(bytes, path), path);
  checkTensors(
    file,
    { ...shapes.parameters, ...prefixed(shapes.runningStatistics, runningStatistics) },
    path,
  );
  const variances = Object.keys(shapes.runningStatistics).filter((name) => /(^|\/)variance$/.test(name));
  checkNotNegative(
    file,
    variances.map((name) => `${runningStatistics}/${name}`),
    path,
  );
  const [parameters, averages] = makeTensors(file, [
    { prefix: '', names: Object.keys(shapes.parameters) },
    { prefix: `${runningStatistics}/`, names: Object.keys(shapes.runningStatistics) },
  ]);
  return { parameters: parameters!, runningStatistics: averages! };
}
