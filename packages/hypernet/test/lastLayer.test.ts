import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { distance, gradientCheck, leakedTensors, normals, weigh } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  fewPrograms,
  generateFrom,
  generateJoined,
  generateWith,
  type HypernetConfig,
  joinedOutputs,
} from '../src/index.js';

/** A last layer that generates vectors a, b, c of these sizes. */
function layer(hidden: number, sizes: readonly number[]) {
  const outputs = Object.fromEntries(sizes.map((size, i) => ['abc'[i]!, [size]]));
  const config: HypernetConfig = { latent: 2, hidden, layers: 1, outputs };
  const kernels = sizes.map((size, i) => normals([hidden, size], 10 + i));
  return { config, kernels, names: Object.keys(outputs) };
}

const parametersOf = (kernels: readonly tf.Tensor[]) =>
  Object.fromEntries(kernels.map((kernel, i) => [`output/${'abc'[i]}`, kernel]));

describe.each(['cpu', 'wasm'] as const)('the last layer on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  // Small ones and single programs sum in float64 on WASM, others of a few programs in float32; then plain products.
  test.each([
    [1, 8, [5, 1, 4]],
    [2, 7, [6, 3]],
    [1, 64, [1100, 33, 2049]],
    [3, 66, [1030, 7]],
    [fewPrograms, 64, [100, 28]],
    [fewPrograms + 1, 9, [5, 6]],
  ])('%d programs, %d features, tensors of %j: values and gradients as plain products', (n, f, sizes) => {
    tf.tidy(() => {
      const { config, kernels, names } = layer(f, sizes);
      const features = normals([n, f], 1) as tf.Tensor2D;
      const plain = (x: tf.Tensor, ...w: tf.Tensor[]): tf.Tensor =>
        tf.matMul(x as tf.Tensor2D, tf.concat(w as tf.Tensor2D[], 1));
      const joined = (x: tf.Tensor, ...w: tf.Tensor[]): tf.Tensor =>
        generateJoined(x as tf.Tensor2D, parametersOf(w), config, names);
      const single = (x: tf.Tensor, ...w: tf.Tensor[]): tf.Tensor =>
        tf.concat(Object.values(generateFrom(x as tf.Tensor2D, parametersOf(w), config, names)), 1);
      const inputs = [features, ...kernels];
      const want = plain(features, ...kernels);
      expect(distance(joined(features, ...kernels), want)).toBeLessThan(2e-5);
      expect(distance(single(features, ...kernels), want)).toBeLessThan(2e-5);
      const all = joinedOutputs(parametersOf(kernels), config, names);
      expect(distance(generateWith(features, all), want)).toBeLessThan(2e-5);
      for (const run of [joined, single]) {
        const got = tf.grads((...args: tf.Tensor[]) => weigh(run(args[0]!, ...args.slice(1))))(inputs);
        tf.grads((...args: tf.Tensor[]) => weigh(plain(args[0]!, ...args.slice(1))))(inputs).forEach(
          (expected, i) => {
            const scale = 1 + tf.max(tf.abs(expected)).dataSync()[0]!;
            expect(distance(got[i]!, expected) / scale).toBeLessThan(1e-5);
          },
        );
      }
    });
  });

  test.each([1, 2])('gradients of %d programs agree with finite differences', (n) => {
    tf.tidy(() => {
      const { config, kernels, names } = layer(6, [3, 5]);
      const features = normals([n, 6], 1);
      gradientCheck(
        (x, ...w) => weigh(generateJoined(x as tf.Tensor2D, parametersOf(w), config, names)),
        [features, ...kernels],
      );
    });
  });

  test('of many programs it frees the gradients it has read, but not what others hold', () => {
    tf.tidy(() => {
      const { config, kernels, names } = layer(6, [50]);
      const features = normals([fewPrograms + 1, 6], 1) as tf.Tensor2D;
      const dy = normals([fewPrograms + 1, 50], 2);
      const run = (x: tf.Tensor, w: tf.Tensor): tf.Tensor =>
        generateFrom(x as tf.Tensor2D, parametersOf([w]), config, names).a!;
      const before = dy.dataSync().slice();
      tf.grads(run)([features, kernels[0]!], dy);
      expect(dy.dataSync()).toEqual(before);
      let inPass: tf.Tensor | undefined;
      const noting = (y: tf.Tensor): tf.Tensor =>
        tf.customGrad((y) => ({
          value: tf.sum(y as tf.Tensor),
          gradFunc: () => {
            inPass = normals([fewPrograms + 1, 50], 3);
            return inPass;
          },
        }))(y);
      tf.grads((x, w) => noting(run(x, w)))([features, kernels[0]!]);
      expect(inPass!.isDisposed).toBe(true);
    });
  });

  test('NaN stays in its own program', () => {
    tf.tidy(() => {
      const { config, kernels, names } = layer(64, [300, 301]);
      const poison = tf.tensor2d([[0], [Number.NaN], [0]]);
      const features = tf.add(normals([3, 64], 1), poison) as tf.Tensor2D;
      const bad = tf.isNaN(generateJoined(features, parametersOf(kernels), config, names)).arraySync();
      expect((bad as number[][]).map((row) => row.every(Boolean))).toEqual([false, true, false]);
      expect((bad as number[][]).map((row) => row.some(Boolean))).toEqual([false, true, false]);
    });
  });

  test('leaves nothing behind; refuses unknown names and wrong features', async () => {
    const { config, kernels, names } = layer(8, [5, 4]);
    const parameters = parametersOf(kernels);
    const features = normals([2, 8], 1) as tf.Tensor2D;
    const run = (x: tf.Tensor): tf.Tensor => generateJoined(x as tf.Tensor2D, parameters, config, names);
    expect(await leakedTensors(() => run(features).dispose())).toBe(0);
    expect(await leakedTensors(() => tf.grad(run)(features).dispose())).toBe(0);
    expect(() => generateJoined(features, parameters, config, ['d'])).toThrow(
      expect.objectContaining({ code: 'RNP_WEIGHTS' }),
    );
    expect(() => generateJoined(normals([2, 7], 1) as tf.Tensor2D, parameters, config, names)).toThrow(
      RnpError,
    );
    tf.dispose([features, ...kernels]);
  });
});
