import * as tf from '@tensorflow/tfjs-core';
import { registerAffineGradient } from './affineKernels.js';

let registered = false;

/**
 * Gradients of the fused kernels. One kernel for each gradient: the engine asks for each in a scope of its
 * own, and only for those that lead to a variable. The frames are constants and never asked for.
 */
export function registerGradients(): void {
  if (registered) return;
  registered = true;
  registerAffineGradient();
  tf.registerGradient({
    kernelName: 'RnpSample',
    inputsToSave: ['image', 'matrix', 'frames'],
    gradFunc: (dy, saved) => {
      const inputs = inputsOf(saved);
      const { image, ...constant } = inputs;
      const patchShape = image!.shape.slice(1);
      return {
        image: () => run('RnpSampleGradImage', { dy: dy as tf.Tensor, ...constant }, { patchShape }),
        matrix: () => run('RnpSampleGradMatrix', { dy: dy as tf.Tensor, ...inputs }, {}),
      };
    },
  });
  tf.registerGradient({
    kernelName: 'RnpPlaceSum',
    inputsToSave: ['image', 'matrix', 'frames'],
    gradFunc: (dys, saved, attrs) => {
      const image = saved[0]!;
      const [dy, energyGradient] = dys as tf.Tensor[];
      const inputs = { dy: dy!, energyGradient: energyGradient!, ...inputsOf(saved) };
      const attributes = { children: attrs.children as number[], patchShape: image.shape.slice(1) };
      return {
        image: () => run('RnpPlaceSumGradImage', inputs, attributes),
        matrix: () => run('RnpPlaceSumGradMatrix', inputs, attributes),
      };
    },
  });
}

function inputsOf([image, matrix, frames]: tf.Tensor[]): Record<string, tf.Tensor> {
  return { image: image!, matrix: matrix!, frames: frames! };
}

function run(
  kernelName: string,
  inputs: Record<string, tf.Tensor>,
  attributes: Record<string, number[]>,
): tf.Tensor {
  return tf.engine().runKernel(kernelName, inputs, attributes) as tf.Tensor;
}
