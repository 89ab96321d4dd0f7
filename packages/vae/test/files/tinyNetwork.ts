import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../../src/network.js';

/** A network that only has shapes. */
export const tinyNetwork: Network = {
  imageShape: [2, 2, 1],
  latent: 3,
  noiseScale: 'deviation',
  encoder: {
    shapes: { 'dense/kernel': [4, 6], 'dense/bias': [6] },
    runningShapes: { 'norm/mean': [1], 'norm/variance': [1] },
    init: () => ({ parameters: {}, runningStatistics: {} }),
    encode: () => {
      throw new Error('not used');
    },
  },
  decoder: {
    shapes: { 'state/output/decoder2/kernel': [3, 5], scale: [] },
    normed: [],
    init: () => ({}),
    decode: () => {
      throw new Error('not used');
    },
  },
};

/** Tensors of these shapes with values of their own. */
export function tensorsOf(shapes: Readonly<Record<string, readonly number[]>>): Record<string, tf.Tensor> {
  let value = 0;
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const count = shape.reduce((product, size) => product * size, 1);
      const data = Float32Array.from({ length: count }, () => Math.sin(++value));
      return [name, tf.tensor(data, [...shape], 'float32')];
    }),
  );
}
