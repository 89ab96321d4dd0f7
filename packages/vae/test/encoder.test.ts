import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { createRandom } from '@rnp/nn';
import { gradientCheck } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { initHead, readPosterior, throughLayers } from '../src/encoder/head.js';
import { encoderFromFunction, lightEncoder, namedEncoder, paperEncoder } from '../src/index.js';

describe.each(composedOn)('encoders on %s', (backend) => {
  beforeAll(() => useBackend(backend));
  const images = (count: number, shape: readonly [number, number, number]): tf.Tensor4D =>
    tf.randomUniform([count, ...shape], 0, 1, 'float32', 7);

  test.each([
    ['light', [28, 28, 1]],
    ['light', [13, 22, 3]],
    ['paper', [18, 20, 1]],
  ] as const)('%s encodes images of %j', (name, shape) => {
    const encoder = namedEncoder(name, shape, 5);
    const { parameters, runningStatistics } = encoder.init(createRandom(1));
    expect(Object.fromEntries(Object.entries(parameters).map(([k, v]) => [k, v.shape]))).toEqual(
      encoder.shapes,
    );
    expect(Object.keys(runningStatistics).sort()).toEqual(Object.keys(encoder.runningShapes).sort());
    const x = images(2, shape);
    for (const training of [true, false]) {
      const encoding = encoder.encode(parameters, runningStatistics, x, training);
      expect(encoding.mean.shape).toEqual([2, 5]);
      expect(encoding.logVariance.shape).toEqual([2, 5]);
      expect([...encoding.mean.dataSync()].every(Number.isFinite)).toBe(true);
    }
    tf.dispose([parameters, runningStatistics, x] as tf.TensorContainer);
  });

  test('large images get more convolutions instead of a wide first dense layer', () => {
    const convolutions = (side: number): number =>
      Object.keys(lightEncoder([side, side, 3], 4).shapes).filter((name) => /^conv\d+\/kernel/.test(name))
        .length;
    expect([8, 28, 32, 33, 50, 64, 65].map(convolutions)).toEqual([2, 2, 2, 3, 3, 3, 4]);
    const widths = Object.values(lightEncoder([50, 50, 3], 4).shapes).map((shape) => shape[0]);
    expect(Math.max(...widths.map(Number))).toBe(7 * 7 * 64);
  });

  test('permuting the batch permutes the posterior', () => {
    const encoder = lightEncoder([12, 12, 1], 3);
    const { parameters, runningStatistics } = encoder.init(createRandom(2));
    const [direct, swapped] = tf.tidy(() => {
      const x = images(3, [12, 12, 1]);
      const order = tf.tensor1d([2, 0, 1], 'int32');
      const encode = (y: tf.Tensor4D): tf.Tensor =>
        encoder.encode(parameters, runningStatistics, y, true).mean;
      return [
        tf.gather(encode(x), order).arraySync(),
        encode(tf.gather(x, order)).arraySync(),
      ] as number[][][];
    });
    (direct as unknown as number[][]).forEach((row, i) => {
      for (const [j, value] of row.entries()) {
        expect((swapped as unknown as number[][])[i]![j]).toBeCloseTo(value, 4);
      }
    });
    tf.dispose([parameters, runningStatistics] as tf.TensorContainer);
  });

  // Layer by layer: across relu's kinks no step is small enough for float32.
  test('gradients of the dense head agree with finite differences', () => {
    const head = { input: 5, layers: 2, width: 6, latent: 2 };
    const parameters = initHead(head, createRandom(4));
    const names = Object.keys(parameters);
    gradientCheck(
      (x, ...values) => {
        const named = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
        const { mean, logVariance } = readPosterior(throughLayers(x as tf.Tensor2D, head, named), named);
        return tf.add(tf.sum(tf.square(mean)), tf.sum(tf.mul(logVariance, 0.3)));
      },
      [tf.randomNormal([3, 5], 0, 1, 'float32', 5), ...names.map((name) => parameters[name]!)],
    );
  });

  afterEach(() => tf.disposeVariables());
});

test('an encoder of one’s own may be a plain function', () => {
  const encoder = encoderFromFunction((x) => ({
    mean: tf.zeros([x.shape[0], 2]),
    logVariance: tf.zeros([x.shape[0], 2]),
  }));
  expect(encoder.shapes).toEqual({});
});

test('the paper encoder refuses images too small for it', () => {
  expect(() => paperEncoder([16, 28, 1], 4)).toThrow(RnpError);
});
