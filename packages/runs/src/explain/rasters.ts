// n images, h w c image

import { RnpError } from '@rnp/errors';
import type { Raster } from '@rnp/viz';
import type * as tf from '@tensorflow/tfjs-core';
import { check, isCount } from '../checks.js';
import { areFloats, isShape } from './explainLooks.js';

/**
 * A picture from values. An image with other than 1 or 3 channels becomes grey, the mean of its channels.
 *
 * @param values [h·w·c]
 */
export function rasterOf(values: Float32Array, shape: readonly [number, number, number]): Raster {
  isShape('shape', shape);
  areFloats('values', values);
  check.choice('values.length', values.length, [shape[0] * shape[1] * shape[2]]);
  const [height, width, c] = shape;
  if (c === 1 || c === 3) return { width, height, channels: c, data: values };
  const data = new Float32Array(height * width);
  for (let pixel = 0; pixel < data.length; pixel++) {
    for (let channel = 0; channel < c; channel++) data[pixel]! += values[pixel * c + channel]! / c;
  }
  return { width, height, channels: 1, data };
}

/**
 * The pictures of a batch of images.
 *
 * @param images [n, h, w, c]; the caller keeps the tensor
 * @throws RnpError RNP_DIVERGED if a pixel is not a number, which a picture would show as black
 */
export async function rastersOf(images: tf.Tensor4D): Promise<Raster[]> {
  check.tensor('images', images, ['n', 'h', 'w', 'c']);
  const values = (await images.data()) as Float32Array;
  if (!values.every(Number.isFinite)) {
    const advice =
      'its weights have diverged. Take an earlier checkpoint, or train with a lower learningRate';
    throw new RnpError('RNP_DIVERGED', `what the model draws is no number: ${advice}`);
  }
  const shape = images.shape.slice(1) as [number, number, number];
  const size = shape[0] * shape[1] * shape[2];
  return Array.from({ length: images.shape[0] }, (_, i) =>
    rasterOf(values.slice(i * size, (i + 1) * size), shape),
  );
}

/**
 * The whole number of squares per pixel that makes the longer side of a picture about so many pixels long; at
 * least 1.
 *
 * @param shape [h, w, …]
 */
export function scaleFor(shape: readonly number[], pixels: number): number {
  check.list('shape', shape, isCount);
  check.wholeNumber('shape.length', shape.length, 2);
  check.number('pixels', pixels, 0);
  return Math.max(1, Math.round(pixels / Math.max(shape[0]!, shape[1]!)));
}
