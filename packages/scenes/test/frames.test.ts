import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { middleOfDrawn } from '../src/attention.js';
import { drawn, onCanvas } from '../src/frames.js';

beforeAll(() => useBackend('wasm'));

test('pixels of a patch lie on the canvas where they are drawn', () => {
  tf.tidy(() => {
    const sizes = { side: 20, patch: [14, 10] as const };
    const places = { x: tf.tensor2d([[17], [23]]), y: tf.tensor2d([[21], [15]]) };
    const within = { x: tf.tensor2d([[3], [7]]), y: tf.tensor2d([[9], [4]]) };
    const patches = tf.buffer([2, 14, 10, 1]);
    patches.set(1, 0, 9, 3, 0);
    patches.set(1, 1, 4, 7, 0);
    const canvas = drawn(patches.toTensor() as tf.Tensor4D, places, sizes, [40, 44]);
    const found = middleOfDrawn(canvas, places);
    const expected = onCanvas(within, places, sizes, [40, 44]);
    for (const axis of ['x', 'y'] as const) {
      const values = expected[axis].dataSync();
      // What is drawn there covers whole pixels of the canvas.
      for (const [i, value] of found[axis].dataSync().entries())
        expect(Math.abs(value - values[i]!)).toBeLessThan(0.35);
    }
  });
});
