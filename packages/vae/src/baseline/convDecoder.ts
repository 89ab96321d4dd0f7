import { dense, glorotUniform, type Parameters, type Random, type Shapes } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { Decoded, Decoder } from '../network.js';
import type { ConvVaeConfig } from './convVaeConfig.js';

/** Filter side of the trained transposed convolutions. */
const filterSide = 4;

/**
 * z → Dense (elu) → Dense (relu) at a quarter of the size → two transposed convolutions, stride 2, with relu between them
 * unless the second one's filters are given.
 */
export function convDecoder(config: ConvVaeConfig): Decoder {
  const { imageShape, latent, hidden, primitives } = config;
  const [height, width, channels] = imageShape;
  const half = [Math.ceil(height / 2), Math.ceil(width / 2)] as const;
  const quarter = [Math.ceil(half[0] / 2), Math.ceil(half[1] / 2)] as const;
  const [wide, given] = config.channels;
  // Each primitive is drawn once per colour channel, with a gain of its own.
  const narrow = primitives === null ? given : primitives.length * channels;
  const start = quarter[0] * quarter[1] * wide;
  const shapes: Shapes = {
    'dense1/kernel': [latent, hidden],
    'dense1/bias': [hidden],
    'dense2/kernel': [hidden, start],
    'dense2/bias': [start],
    'up1/kernel': [filterSide, filterSide, narrow, wide],
    'up1/bias': [narrow],
    ...(primitives === null
      ? { 'up2/kernel': [filterSide, filterSide, channels, narrow], 'up2/bias': [channels] }
      : {}),
  };
  return {
    shapes,
    normed: [],
    init: (random: Random): Parameters =>
      Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, initial(shape, random)])),
    decode: (parameters, program): Decoded => {
      const batch = program.shape[0];
      const layer = (x: tf.Tensor2D, name: string): tf.Tensor =>
        dense(x, parameters[`${name}/kernel`]!, parameters[`${name}/bias`]!);
      const x = tf.relu(layer(tf.elu(layer(program, 'dense1')) as tf.Tensor2D, 'dense2'));
      const small = tf.reshape(x, [batch, ...quarter, wide]) as tf.Tensor4D;
      const up = (
        y: tf.Tensor4D,
        filter: tf.Tensor4D,
        size: readonly [number, number],
        depth: number,
      ): tf.Tensor4D => tf.conv2dTranspose(y, filter, [batch, size[0], size[1], depth], 2, 'same');
      const amounts = tf.add(
        up(small, parameters['up1/kernel'] as tf.Tensor4D, half, narrow),
        parameters['up1/bias']!,
      ) as tf.Tensor4D;
      // Given images may be subtracted, too: a line that always lies the same way draws little else without.
      const middle = primitives === null ? tf.relu(amounts) : amounts;
      const canvas =
        primitives === null
          ? tf.add(
              up(middle, parameters['up2/kernel'] as tf.Tensor4D, [height, width], channels),
              parameters['up2/bias']!,
            )
          : up(middle, primitiveFilter(primitives, channels), [height, width], channels);
      return { canvas: canvas as tf.Tensor4D, tree: null };
    },
  };
}

/** Glorot uniform kernels, zero biases. */
function initial(shape: readonly number[], random: Random): tf.Tensor {
  if (shape.length === 1) return tf.zeros([...shape]);
  const area = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  return glorotUniform(shape, area * shape.at(-2)!, area * shape.at(-1)!, random);
}

/** [h, w, channels, n·channels], primitive i reaches channel j only from input i·channels + j. */
function primitiveFilter(images: readonly (readonly (readonly number[])[])[], channels: number): tf.Tensor4D {
  const [count, rows, columns] = [images.length, images[0]!.length, images[0]![0]!.length];
  const filter = tf.buffer([rows, columns, channels, count * channels], 'float32');
  images.forEach((image, i) => {
    image.forEach((row, y) => {
      row.forEach((value, x) => {
        for (let channel = 0; channel < channels; channel++)
          filter.set(value, y, x, channel, i * channels + channel);
      });
    });
  });
  return filter.toTensor() as tf.Tensor4D;
}
