// n programs, t children, h w c patch

import { RnpError } from '@rnp/errors';
import { drawPrimitives } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import { denseShapes, generatedDense } from '../program/generatedDense.js';
import { finite, list, maxSide } from '../settingChecks.js';
import type { LeafKind } from './leafKind.js';

/** Given images mixed by generated gains (Fig. 4A): patch = relu(gains) · images, gains = z → hidden (elu) → n. */
export interface PrimitivesLeaf {
  readonly kind: 'primitives';
  /** [n][h][w], all of one size, each side ≥ 2. With c channels a primitive gets one gain per channel. */
  readonly images: readonly (readonly (readonly number[])[])[];
}

export const primitives: LeafKind<PrimitivesLeaf> = {
  fields: ['images'],
  config: ({ images }) => ({ kind: 'primitives', images: ofOneSize(images) }),
  decoder: ({ images }, { inputs, hidden, channels }) => {
    const [h, w] = [images[0]?.length ?? 0, images[0]?.[0]?.length ?? 0];
    return {
      patch: [h, w],
      shapes: {
        ...denseShapes('decoder1', inputs, hidden),
        ...denseShapes('decoder2', hidden, images.length * channels),
      },
      decode: (weights, states) => {
        const [n, t] = states.shape;
        const gains = generatedDense(
          generatedDense(states, weights, 'decoder1', 'elu'),
          weights,
          'decoder2',
          'identity',
        );
        return tf.reshape(drawPrimitives(gains, basisOf(images, channels)), [n * t, h, w, channels]);
      },
    };
  },
};

/** [images·c, h, w, c], the gain of image i in channel j colours that channel alone. */
function basisOf(images: PrimitivesLeaf['images'], channels: number): tf.Tensor4D {
  const height = images[0]!.length;
  const width = images[0]![0]!.length;
  const count = images.length * channels;
  const basis = new Float32Array(count * height * width * channels);
  images.forEach((image, i) => {
    const flat = image.flat();
    for (let channel = 0; channel < channels; channel++) {
      const start = (i * channels + channel) * flat.length * channels + channel;
      flat.forEach((value, p) => {
        basis[start + p * channels] = value;
      });
    }
  });
  return tf.tensor4d(basis, [count, height, width, channels]);
}

function ofOneSize(value: unknown): number[][][] {
  const images = list(value, 'leaf.images', 1, 4096, (image, path) =>
    list(image, path, 2, maxSide, (row, rowPath) => list(row, rowPath, 2, maxSide, finite)),
  );
  const [height, width] = [images[0]!.length, images[0]![0]!.length];
  images.forEach((image, i) => {
    if (image.length !== height || image.some((row) => row.length !== width)) {
      throw new RnpError('RNP_CONFIG', `must be ${height}×${width} like the first primitive`, {
        path: `leaf.images[${i}]`,
      });
    }
  });
  return images;
}
