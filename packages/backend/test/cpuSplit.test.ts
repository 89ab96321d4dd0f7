import { beforeAll, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

test.each([
  [[2, 7], [1, 4, 2], 1],
  [[2, 3, 4], [3, 1], 2],
  [[2, 3, 4], [1, 2], 1],
  [[6, 2], [2, 4], 0],
  [[5], [0, 5], -1],
  [[3, 4], 2, 1],
])('pieces of %j by %j along axis %d are slices', (shape, sizes, axis) => {
  tf.tidy(() => {
    const x = tf.reshape(tf.range(0, tf.util.sizeFromShape(shape)), shape);
    const at = axis < 0 ? axis + shape.length : axis;
    let begin = 0;
    for (const piece of tf.split(x, sizes, axis)) {
      const from = shape.map((_, i) => (i === at ? begin : 0));
      const want = tf.slice(x, from, piece.shape);
      expect(piece.shape).toEqual(want.shape);
      expect([...piece.dataSync()]).toEqual([...want.dataSync()]);
      begin += piece.shape[at]!;
    }
    expect(begin).toBe(shape[at]);
  });
});

test('whole numbers are split, too', () => {
  tf.tidy(() => {
    const [first, second] = tf.split(tf.tensor2d([1, 2, 3, 4], [2, 2], 'int32'), 2, 1);
    expect([first!.dtype, ...first!.dataSync(), ...second!.dataSync()]).toEqual(['int32', 1, 3, 2, 4]);
  });
});
