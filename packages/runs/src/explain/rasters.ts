// n images, h w c image

import { RnpError } from '@rnp/errors';
import type { Raster } from '@rnp/viz';
import type * as tf from '@tensorflow/tfjs-core';
import { check, isCount } from '../checks.js';
import { areFloats, isShape } from './explainLooks.js';

/** [h·w·c] values → a picture. Channels that no picture has (2, 4 and more) become their mean. */
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
 * [n, h, w, c] → n pictures. The tensor stays the caller's.
 *
 * @throws RnpError RNP_DIVERGED when a pixel is no number, which a picture would show as black
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

/** Squares per pixel that make a picture about this many pixels high. */
export function scaleFor(shape: readonly number[], pixels: number): number {
  check.list('shape', shape, isCount);
  check.wholeNumber('shape.length', shape.length, 2);
  check.number('pixels', pixels, 0);
  return Math.max(1, Math.round(pixels / Math.max(shape[0]!, shape[1]!)));
}
