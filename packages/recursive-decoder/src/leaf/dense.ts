// n programs, t children, h w c patch

import * as tf from '@tensorflow/tfjs-core';
import { denseShapes, generatedDense } from '../program/generatedDense.js';
import { pairOfSides } from '../settingChecks.js';
import { densePatches } from './densePatches.js';
import type { LeafKind } from './leafKind.js';

/** A generated dense decoder, z → hidden (elu) → patch (relu6, or sigmoid where it has an alpha channel beside the image's). */
export interface DenseLeaf {
  readonly kind: 'dense';
  /** Height and width of a patch in pixels, each ≥ 2. */
  readonly patch: readonly [height: number, width: number];
}

export const dense: LeafKind<DenseLeaf> = {
  fields: ['patch'],
  config: ({ patch }) => ({ kind: 'dense', patch: pairOfSides(patch, 'leaf.patch') }),
  decoder: ({ patch }, { inputs, hidden, channels, alpha }) => {
    const [h, w] = patch;
    return {
      patch,
      shapes: {
        ...denseShapes('decoder1', inputs, hidden),
        ...denseShapes('decoder2', hidden, h * w * channels),
      },
      decode: (weights, states) => {
        const [n, t] = states.shape;
        const values = alpha
          ? generatedDense(generatedDense(states, weights, 'decoder1', 'elu'), weights, 'decoder2', 'sigmoid')
          : densePatches(states, weights);
        return tf.reshape(values, [n * t, h, w, channels]);
      },
    };
  },
};
