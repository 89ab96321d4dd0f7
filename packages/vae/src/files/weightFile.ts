import { prefixed, type Shapes } from '@rnp/hypernet';
import type { Weights } from '../model.js';
import type { Network } from '../network.js';
import { checkTensors, makeTensors, storedTensors } from './namedTensors.js';
import { type Precision, readSafetensors, writeSafetensors } from './safetensors.js';

/** The shapes of all weights of a network. */
export interface WeightShapes {
  readonly parameters: Shapes;
  readonly statistics: Shapes;
}

/** Running averages lie under this name in the file; weights keep theirs, `encoder/…` and `decoder/…`. */
const statistics = 'statistics';

/** What the weights of a network must look like, under the names that `Weights` has. */
export function expectedShapes(network: Network): WeightShapes {
  return {
    parameters: {
      ...prefixed(network.encoder.shapes, 'encoder'),
      ...prefixed(network.decoder.shapes, 'decoder'),
    },
    statistics: network.encoder.statisticShapes,
  };
}

/**
 * Weights → a safetensors file. Names as they are in `Weights`, the encoder's running averages under
 * `statistics/`. The tensors stay the caller's.
 *
 * @throws ModelError RNP_DIVERGED when a weight is NaN or infinite, naming it; RNP_WEIGHTS when one is too large for
 *   float16
 */
export function weightsToSafetensors(weights: Weights, precision: Precision = 'float32'): Uint8Array {
  const all = [...storedTensors(weights.parameters), ...storedTensors(weights.statistics, `${statistics}/`)];
  return writeSafetensors(new Map(all), { format: 'rnp' }, precision);
}

/**
 * A safetensors file → weights. The caller owns the tensors; none are left when this throws.
 *
 * @param path named in errors
 * @throws ModelError RNP_WEIGHTS when the file is damaged, or a tensor is missing, unknown, of another shape
 *   or not finite; the message names the tensor and both shapes
 */
export function weightsFromSafetensors(bytes: Uint8Array, shapes: WeightShapes, path?: string): Weights {
  const file = readSafetensors(bytes, path);
  checkTensors(file, { ...shapes.parameters, ...prefixed(shapes.statistics, statistics) }, path);
  const [parameters, averages] = makeTensors(file, [
    { prefix: '', names: Object.keys(shapes.parameters) },
    { prefix: `${statistics}/`, names: Object.keys(shapes.statistics) },
  ]);
  return { parameters: parameters!, statistics: averages! };
}
