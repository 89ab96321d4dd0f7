// n programs, t children

import { hyperConvTranspose } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import { denseShapes, generatedDense } from '../program/generatedDense.js';
import type { LeafKind } from './leafKind.js';

/** Generated transposed convolutions, as the paper's ETH-80 model has them; its patch is 50×50. */
export interface ConvTransposeLeaf {
  readonly kind: 'convTranspose';
}

/** Side and channels of the map that the transposed convolutions start from. */
const start = Object.freeze({ side: 10, channels: 4 });

/** The transposed convolutions after z → 400 (elu), in order: 10 → 14 → 26 → 50. The last one's channels are the image's. */
const layers = Object.freeze([
  { kernel: 5, stride: 1, pad: 0 },
  { kernel: 4, stride: 2, pad: 2 },
  { kernel: 4, stride: 2, pad: 2 },
]);

const patchSide = 50;
const width = 32;

export const convTranspose: LeafKind<ConvTransposeLeaf> = {
  fields: [],
  config: () => ({ kind: 'convTranspose' }),
  decoder: (_leaf, { inputs, channels, alpha }) => {
    const shapes: Record<string, readonly number[]> = denseShapes(
      'decoder1',
      inputs,
      start.side * start.side * start.channels,
    );
    let from: number = start.channels;
    layers.forEach(({ kernel }, i) => {
      const to = i === layers.length - 1 ? channels : width;
      shapes[`decoder${i + 2}/kernel`] = [kernel, kernel, to, from];
      shapes[`decoder${i + 2}/bias`] = [to];
      from = to;
    });
    return {
      patch: [patchSide, patchSide],
      shapes,
      decode: (weights, states) => decode(weights, states, alpha ? 'sigmoid' : 'relu'),
    };
  },
};

/** [n, t, i] → [n, t, 400] → [n·t, 10, 10, 4] → the transposed convolutions, relu after each but the last. */
function decode(
  weights: Readonly<Record<string, tf.Tensor>>,
  states: tf.Tensor3D,
  last: 'relu' | 'sigmoid',
): tf.Tensor4D {
  const [n, t] = states.shape;
  const hidden = generatedDense(states, weights, 'decoder1', 'elu');
  let maps: tf.Tensor4D = tf.reshape(hidden, [n * t, start.side, start.side, start.channels]);
  layers.forEach(({ stride, pad }, i) => {
    const kernel = weights[`decoder${i + 2}/kernel`] as tf.Tensor5D;
    const bias = weights[`decoder${i + 2}/bias`] as tf.Tensor2D;
    const activation = i === layers.length - 1 ? last : 'relu';
    maps = hyperConvTranspose(maps, kernel, bias, { stride, pad, activation });
  });
  return maps;
}
