import { createRandom } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';

/** Seeded tensors, the same in every process. */
export function inputs(seed) {
  const random = createRandom(seed);
  const filled = (draw) => (shape) => {
    const size = tf.util.sizeFromShape(shape);
    return tf.tensor(
      Float32Array.from({ length: size }, () => draw()),
      shape,
    );
  };
  return {
    /** In [0, 1). */
    images: filled(() => random.uniform()),
    /** In [-1, 1). */
    actions: filled(() => 2 * random.uniform() - 1),
    /** Standard normal. */
    normal: filled(() => random.normal()),
  };
}

/** Uniform noise as training data: as fast as real images where the speed of a step is asked for. */
export function noiseData(imageShape, length) {
  const size = imageShape.reduce((product, side) => product * side, 1);
  const random = createRandom(7);
  const pixels = Float32Array.from({ length: length * size }, () => random.uniform());
  return {
    imageShape,
    length,
    batch: ({ step, batchSize }) => {
      const from = (step * batchSize) % (length - batchSize + 1);
      return pixels.slice(from * size, (from + batchSize) * size);
    },
  };
}
