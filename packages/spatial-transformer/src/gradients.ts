import * as tf from '@tensorflow/tfjs-core';

let registered = false;

/**
 * Gradients of RnpSample and RnpPlaceSum. One kernel yields both, at once: the engine calls a gradFunc once a node,
 * in the scope of the whole backward pass, which also disposes of a gradient that nobody asks for. The frames are
 * constants and never asked for.
 */
export function registerSampleGradients(): void {
  if (registered) return;
  registered = true;
  tf.registerGradient({
    kernelName: 'RnpSample',
    inputsToSave: ['image', 'matrix', 'frames'],
    gradFunc: (dy, saved) => gradients('RnpSampleGrad', { dy: dy as tf.Tensor }, saved, {}),
  });
  tf.registerGradient({
    kernelName: 'RnpPlaceSum',
    inputsToSave: ['image', 'matrix', 'frames'],
    gradFunc: (dys, saved, attributes) => {
      const [dy, energyGradient] = dys as tf.Tensor[];
      const upstream = { dy: dy!, energyGradient: energyGradient! };
      return gradients('RnpPlaceSumGrad', upstream, saved, attributes);
    },
  });
}

function gradients(
  kernelName: string,
  upstream: Record<string, tf.Tensor>,
  [image, matrix, frames]: tf.Tensor[],
  attributes: tf.NamedAttrMap,
): Record<'image' | 'matrix', () => tf.Tensor> {
  const inputs = { ...upstream, image: image!, matrix: matrix!, frames: frames! };
  const [gradImage, gradMatrix] = tf.engine().runKernel(kernelName, inputs, attributes) as tf.Tensor[];
  return { image: () => gradImage!, matrix: () => gradMatrix! };
}
