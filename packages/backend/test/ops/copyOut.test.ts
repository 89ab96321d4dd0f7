import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { copyOut, useBackend } from '../../src/index.js';

describe.each(['cpu', 'wasm'] as const)('copyOut on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('the values are written where they are asked for, and nowhere else', () => {
    const target = new Float32Array(6);
    tf.tidy(() => copyOut(tf.tensor2d([1, 2, 3, 4], [2, 2]), target.subarray(1, 5)));
    expect([...target]).toEqual([0, 1, 2, 3, 4, 0]);
  });
});
