import * as tf from '@tensorflow/tfjs-core';

/** `count` different images of two crossing bars, [count, h, w, c] in [0, 1]: something with parts. */
export function strokes(count: number, shape: readonly [number, number, number]): tf.Tensor4D {
  return tf.tensor4d(strokeValues(count, shape), [count, ...shape]);
}

/** The same as plain values. */
export function strokeValues(count: number, shape: readonly [number, number, number]): Float32Array {
  const [height, width, channels] = shape;
  const values = new Float32Array(count * height * width * channels);
  for (let i = 0; i < count; i++) {
    const row = 1 + ((i * 3) % (height - 2));
    const column = 1 + ((i * 5) % (width - 2));
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const ink = (y === row && x > 1) || (x === column && y < height - 1) ? 1 : 0;
        for (let c = 0; c < channels; c++) values[((i * height + y) * width + x) * channels + c] = ink;
      }
    }
  }
  return values;
}
