import * as tf from '@tensorflow/tfjs-core';

/** A bump without edges: [n, height, width, 1]. Its bilinear surface has hardly any kinks. */
export function bumps(n: number, height: number, width: number = height): tf.Tensor4D {
  const wave = (at: number, size: number, phase: number): number =>
    Math.sin((Math.PI * at) / (size - 1)) ** 2 * (1.5 + Math.sin((3 * at) / size + phase));
  const pixel = (i: number): number => {
    const item = Math.floor(i / (height * width));
    return wave(i % width, width, item) * wave(Math.floor(i / width) % height, height, 2 * item);
  };
  return tf.tensor4d(
    Float32Array.from({ length: n * height * width }, (_, i) => pixel(i)),
    [n, height, width, 1],
  );
}
