import * as tf from '@tensorflow/tfjs-core';
import { gradientConfigs } from './gradients.generated.js';

let registered = false;

/**
 * Registers the gradients of tfjs-core's operations, which the package itself leaves out in Node. Those already
 * registered stay. An explicit call, so that no bundler can drop it as a side effect.
 */
export function registerGradients(): void {
  if (registered) return;
  for (const config of gradientConfigs) {
    if (tf.getGradient(config.kernelName) === undefined) tf.registerGradient(config);
  }
  registered = true;
}
