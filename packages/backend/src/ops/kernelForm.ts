import * as tf from '@tensorflow/tfjs-core';
import { check } from '../checks.js';
import { kernelName, type OpForm, type OpKernels } from './opDefinition.js';

/**
 * An op's own form on a backend whose kernels need no module, such as a GPU's.
 *
 * @param backend the name under which TensorFlow.js knows it
 * @param available whether the active backend, which has that name, can run them
 * @throws RnpError RNP_CONFIG if they are not kernels
 */
export function kernelForm(
  backend: string,
  kernels: OpKernels,
  available: () => boolean = () => true,
): OpForm {
  check.text('backend', backend);
  check.object('kernels', kernels);
  check.callable('kernels.forward', kernels.forward);
  check.callable('available', available);
  let registered = false;
  return {
    install: (op) => {
      if (tf.getBackend() !== backend || !available()) return false;
      if (!registered) {
        for (const [kernel, kernelFunc] of Object.entries(kernels)) {
          tf.registerKernel({ kernelName: kernelName(op, kernel), backendName: backend, kernelFunc });
        }
      }
      registered = true;
      return true;
    },
  };
}
