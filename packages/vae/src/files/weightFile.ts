import { readSafetensors, writeSafetensors } from '@rnp/files';
import { countOf, prefixed } from '@rnp/nn';
import { checkSetting, checkWeights } from '../checks.js';
import { requireParameters } from '../requireWeights.js';
import type { WeightShapes } from '../weightShapes.js';
import type { Weights } from '../weights.js';
import { checkNotNegative, checkTensors, makeTensors, storedTensors } from './namedTensors.js';

/** The precision of stored numbers: 32 bits, or half precision, which keeps three to four digits. */
export type Precision = 'float32' | 'float16';

const precisions: readonly Precision[] = ['float32', 'float16'];

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
  checkSetting.choice('precision', precision, precisions);
  requireParameters('weights.parameters', weights.parameters);
  requireParameters('weights.runningStatistics', weights.runningStatistics);
  const dtype = precision === 'float16' ? 'F16' : 'F32';
  const parameters = storedTensors(weights.parameters, '', dtype);
  const averages = storedTensors(weights.runningStatistics, `${runningStatistics}/`, dtype);
  return writeSafetensors(new Map([...parameters, ...averages]), { format: 'rnp' });
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
  const file = readSafetensors(bytes, path);
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
