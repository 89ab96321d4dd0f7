import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { turn } from '../src/gpu/turn.js';

beforeAll(() => useBackend('cpu'));

const angles = Array.from({ length: 401 }, (_, i) => (i - 200) / 200);

test('sine and cosine over the whole turn, and how fast they change', () => {
  const x = tf.tensor1d(angles);
  const { sin, cos } = turn(x);
  const slope = tf.grad((y) => tf.sum(turn(y).sin))(x);
  const [s, c, d] = [sin, cos, slope].map((tensor) => tensor.dataSync());
  for (const [i, angle] of angles.entries()) {
    expect(Math.abs(s![i]! - Math.sin(Math.PI * angle))).toBeLessThan(1e-6);
    expect(Math.abs(c![i]! - Math.cos(Math.PI * angle))).toBeLessThan(1e-6);
    expect(Math.abs(d![i]! - Math.PI * Math.cos(Math.PI * angle))).toBeLessThan(1e-5);
  }
  tf.dispose([x, sin, cos, slope]);
});
