import * as tf from '@tensorflow/tfjs-core';

/** A bump without edges: [n, size, size, 1]. Its bilinear surface has hardly any kinks. */
export function bumps(n: number, size: number): tf.Tensor4D {
  const wave = (at: number, phase: number): number =>
    Math.sin((Math.PI * at) / (size - 1)) ** 2 * (1.5 + Math.sin((3 * at) / size + phase));
  const pixel = (i: number): number =>
    wave(i % size, Math.floor(i / size ** 2)) *
    wave(Math.floor(i / size) % size, 2 * Math.floor(i / size ** 2));
  return tf.tensor4d(
    Float32Array.from({ length: n * size * size }, (_, i) => pixel(i)),
    [n, size, size, 1],
  );
}
