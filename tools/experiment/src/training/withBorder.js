import { createRnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A model whose frames end otherwise: no weight depends on how.
 *
 * @param {import('@rnp/vae').Rnp} model stays the caller's, as it is
 * @param {'hard' | 'soft'} border
 * @returns {import('@rnp/vae').Rnp} the same weights, to the last bit; the caller owns it
 */
export function withBorder(model, border) {
  const { parameters, runningStatistics } = model.weights;
  const weights = { parameters: cloned(parameters), runningStatistics: cloned(runningStatistics) };
  return createRnp({ ...model.config, border }, { weights });
}

function cloned(tensors) {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.clone(tensor)]));
}
