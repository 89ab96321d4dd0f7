import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Checks that there is a backend before the first tensor is made. TensorFlow.js itself only says that its registry is empty.
 *
 * @throws RnpError `RNP_BACKEND_MISSING` where none was started, by `useBackend` or by importing a package of TensorFlow.js
 */
export function requireBackend(): void {
  const { registryFactory } = tf.engine() as unknown as { readonly registryFactory: object };
  if (tf.getBackend() || Object.keys(registryFactory).length > 0) return;
  throw new RnpError(
    'RNP_BACKEND_MISSING',
    "no backend has been started; call await useBackend('wasm') of @rnp/backend first",
  );
}
