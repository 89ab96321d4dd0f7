// Legend: n items, t children of one parent, m frames an item, h w c patch, H W canvas.
import { defineOp, type GradientCall, type Op } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { plainSample } from './plainSample.js';
import type { SampleAttributes } from './sampleAttributes.js';
import { wasmPlaceSum, wasmSample } from './wasm/sampleKernels.js';
import { webglPlaceSum, webglSample } from './webgl/webglKernels.js';
import { webgpuPlaceSum, webgpuSample } from './webgpu/webgpuKernels.js';

export type SampleInputs = {
  /** [n, h, w, c] */
  readonly image: tf.Tensor4D;
  /** [n, 2, 3] */
  readonly matrix: tf.Tensor3D;
  /** [n, m, 2, 3], a constant that cuts off, or the [n, m, 2, 4] of `bordersOf`; m may be 0. */
  readonly frames: tf.Tensor4D;
};

/** Each item on a canvas of its own: [n, H, W, c]. */
export const sample: Op<SampleInputs, SampleAttributes, tf.Tensor4D> = /* @__PURE__ */ defineOp({
  name: 'sample',
  plain: ({ image, matrix, frames }, { outputShape }) => plainSample(image, matrix, outputShape, frames),
  wasm: wasmSample,
  webgl: webglSample,
  webgpu: webgpuSample,
  gradient: { inputs: ['image', 'matrix', 'frames'], compute: gradients },
});

/** The sum of each parent's items, [n / t, H, W, c], and the energy, [n / t]. */
export const sampleSum: Op<SampleInputs, SampleAttributes, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'placeSum',
  plain: ({ image, matrix, frames }, { outputShape, children }) => {
    const placed = plainSample(image, matrix, outputShape, frames);
    const parents = image.shape[0] / children;
    const grouped = tf.reshape(placed, [parents, children, ...placed.shape.slice(1)]);
    return [tf.sum(grouped, 1), tf.sum(tf.square(grouped), [1, 2, 3, 4])];
  },
  wasm: wasmPlaceSum,
  webgl: webglPlaceSum,
  webgpu: webgpuPlaceSum,
  gradient: { inputs: ['image', 'matrix', 'frames'], compute: gradients },
});

/**
 * One kernel yields all gradients, at once: the engine asks for them once a node, in the scope of the whole backward pass, which
 * also disposes of one that nobody asks for. Frames that cut off are constants and never asked for.
 */
function gradients({
  dy: [dy, energyGradient],
  saved: [image, matrix, frames],
  run,
}: GradientCall<SampleAttributes>): Record<'image' | 'matrix' | 'frames', () => tf.Tensor> {
  const inputs = { dy: dy!, energyGradient, image: image!, matrix: matrix!, frames: frames! };
  const [gradImage, gradMatrix, gradFrames] = run('gradient', inputs);
  return { image: () => gradImage!, matrix: () => gradMatrix!, frames: () => gradFrames! };
}
