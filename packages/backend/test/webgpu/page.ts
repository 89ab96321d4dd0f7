import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../../src/index.js';

const cases = [
  { shape: [6], sizes: [1, 2, 3], axis: 0 },
  { shape: [2, 19], sizes: [1, 2, 1, 3, 1, 4, 1, 5, 1], axis: 1 },
  { shape: [3, 5, 4], sizes: [2, 3], axis: 1 },
  { shape: [3, 5, 4], sizes: [1, 3], axis: -1 },
  { shape: [16, 300], sizes: Array<number>(16).fill(1), axis: 0 },
  { shape: [4, 2], sizes: [4], axis: 0 },
] as const;

/** Whether each piece of some tensors holds the numbers that lie there, and how many there are. */
export async function pieces(): Promise<{ right: boolean; count: number }[]> {
  await useBackend('webgpu');
  const found: { right: boolean; count: number }[] = [];
  for (const { shape, sizes, axis } of cases) {
    const size = tf.util.sizeFromShape([...shape]);
    // Not an uploaded tensor, but one that the card has made.
    const x = tf.add(
      tf.tensor(
        Float32Array.from({ length: size }, (_, i) => i),
        [...shape],
      ),
      1,
    );
    const at = axis < 0 ? shape.length + axis : axis;
    const inner = tf.util.sizeFromShape(shape.slice(at + 1));
    const run = shape[at]! * inner;
    const made = tf.split(x, [...sizes], axis);
    let begin = 0;
    for (const [i, piece] of made.entries()) {
      const end = begin + sizes[i]! * inner;
      const wanted = Array.from({ length: size }, (_, k) => k).filter(
        (k) => k % run >= begin && k % run < end,
      );
      const got = await piece.data();
      const right = piece.shape[at] === sizes[i] && got.length === wanted.length;
      found.push({ right: right && wanted.every((k, place) => got[place] === k + 1), count: made.length });
      begin = end;
    }
  }
  return found;
}

/** Rows that a matrix is unstacked to, and columns; and pieces of whole numbers. */
export async function unstacked(): Promise<{ rows: number[][]; columns: number[][]; whole: number[][] }> {
  await useBackend('webgpu');
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  const read = (tensors: tf.Tensor[]): Promise<number[][]> =>
    Promise.all(tensors.map(async (tensor) => [...tensor.shape, ...(await tensor.data())]));
  return {
    rows: await read(tf.unstack(x)),
    columns: await read(tf.unstack(x, -1)),
    whole: await read(tf.split(tf.tensor1d([1, 2, 3], 'int32'), [1, 2])),
  };
}

/** Tensors that splits leave. */
export async function leaked(): Promise<number> {
  await useBackend('webgpu');
  const count = (): number => tf.memory().numTensors + tf.memory().numDataBuffers;
  const before = count();
  tf.tidy(() => {
    tf.split(tf.ones([20, 3]), 20);
    tf.unstack(tf.ones([3, 2]));
  });
  return count() - before;
}
