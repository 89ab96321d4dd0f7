import type { Parameters, Shapes } from '@rnp/nn';
import { checkWeights } from './checks.js';
import type { Network } from './network.js';
import { expectedShapes } from './weightShapes.js';
import type { Weights } from './weights.js';

/** @throws RnpError RNP_WEIGHTS naming the first weight that is missing, has another shape or has been disposed of */
export function requireWeights(path: string, weights: Weights, network: Network): void {
  const { parameters, runningStatistics } = expectedShapes(network);
  checkWeights.object(path, weights);
  requireTensors(`${path}.parameters`, weights.parameters, parameters);
  requireTensors(`${path}.runningStatistics`, weights.runningStatistics, runningStatistics);
}

/** @throws RnpError RNP_WEIGHTS unless each of these shapes is there as a tensor */
function requireTensors(path: string, tensors: Parameters, shapes: Shapes): void {
  checkWeights.object(path, tensors);
  for (const name of Object.keys(shapes))
    checkWeights.tensor(`${path}["${name}"]`, tensors[name], shapes[name]);
}

/** @throws RnpError RNP_WEIGHTS unless all of these are tensors, whatever their shapes */
export function requireParameters(path: string, tensors: Parameters): void {
  checkWeights.object(path, tensors);
  for (const [name, tensor] of Object.entries(tensors)) checkWeights.tensor(`${path}["${name}"]`, tensor);
}
