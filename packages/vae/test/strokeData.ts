import type { TrainingData } from '../src/index.js';
import { strokeValues } from './strokes.js';

/** Sixteen images of strokes, in an order that depends on step and seed. */
export function strokeData(
  shape: readonly [number, number, number] = [10, 10, 1],
  length = 16,
): TrainingData {
  const all = strokeValues(length, shape);
  const size = all.length / length;
  return {
    imageShape: shape,
    length,
    batch: ({ step, batchSize, seed }) =>
      Float32Array.from({ length: batchSize * size }, (_, i) => {
        const image = (step * batchSize + Math.floor(i / size) * (1 + 2 * seed)) % length;
        return all[image * size + (i % size)]!;
      }),
  };
}
