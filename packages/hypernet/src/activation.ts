import type * as tf from '@tensorflow/tfjs-core';
import { biasActivation } from './biasActivation.js';
import type { Activation } from './stockActivation.js';

export type { Activation } from './stockActivation.js';

/** The activation of every entry; a new tensor of the same shape, also for 'identity'. */
export function activate<T extends tf.Tensor>(x: T, activation: Activation): T {
  return biasActivation(x, undefined, activation);
}
