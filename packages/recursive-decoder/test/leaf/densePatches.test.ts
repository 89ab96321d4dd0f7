import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { densePatches, inputsOf, plainPatches } from '../../src/leaf/densePatches.js';
import type { ModuleWeights } from '../../src/program/generateModule.js';

type Sizes = readonly [n: number, t: number, z: number, h: number, p: number];

const names = ['decoder1/kernel', 'decoder1/bias', 'decoder2/kernel', 'decoder2/bias'];

/** States and the weights of n programs' decoders; many patch values end up on either side of relu6. */
function drawn([n, t, z, h, p]: Sizes): tf.Tensor[] {
  return [
    normals([n, t, z], 1),
    normals([n, z, h], 2, z ** -0.5),
    normals([n, h], 3),
    normals([n, h, p], 4, 3 * h ** -0.5),
    normals([n, p], 5, 3),
  ];
}

type Decode = (states: tf.Tensor3D, weights: ModuleWeights) => tf.Tensor3D;

function run(decode: Decode, [states, ...weights]: tf.Tensor[]): tf.Tensor {
  const byName = Object.fromEntries(names.map((name, i) => [name, weights[i]!]));
  return decode(states as tf.Tensor3D, byName);
}

const fused = (inputs: tf.Tensor[]): tf.Tensor => run(densePatches, inputs);
const plain = (inputs: tf.Tensor[]): tf.Tensor =>
  run((x, weights) => plainPatches(inputsOf(x, weights)), inputs);

function gradients(decode: typeof fused, inputs: tf.Tensor[]): tf.Tensor[] {
  return tf.grads((...args: tf.Tensor[]) => {
    const y = decode(args);
    return tf.sum(tf.mul(y, normals(y.shape, 9)));
  })(inputs);
}

describe.each(['wasm', 'cpu'] as const)('the fused patch decoder on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each<Sizes>([
    [3, 2, 5, 7, 40],
    [1, 1, 1, 1, 1],
    [2, 5, 6, 10, 33],
    [4, 4, 16, 64, 64],
    [2, 3, 8, 64, 784],
  ])('%d programs, %d children, [%d → %d → %d]: values and gradients as composed', (...sizes) => {
    tf.tidy(() => {
      const inputs = drawn(sizes);
      const want = plain(inputs);
      expect(fused(inputs).shape).toEqual(want.shape);
      expect(distance(fused(inputs), want)).toBeLessThan(2e-5);
      const got = gradients(fused, inputs);
      gradients(plain, inputs).forEach((expected, i) => {
        expect(got[i]!.shape).toEqual(expected.shape);
        const scale = 1e-3 + tf.max(tf.abs(expected)).dataSync()[0]!;
        expect(distance(got[i]!, expected) / scale).toBeLessThan(2e-5);
      });
    });
  });

  test('gradients by finite differences, away from the kinks', () => {
    tf.tidy(() => {
      const inputs = drawn([2, 3, 5, 6, 10]);
      inputs[3] = tf.mul(inputs[3]!, 0.2);
      inputs[4] = tf.add(tf.mul(inputs[4]!, 0.1), 3);
      // Nearly linear here, so a wide step, which rounding disturbs less.
      gradientCheck(
        (...args) => {
          const y = fused(args);
          return tf.sum(tf.mul(y, normals(y.shape, 9)));
        },
        inputs,
        { step: 2e-2 },
      );
    });
  });

  test('NaN reaches what it reaches in the composed decoder', () => {
    tf.tidy(() => {
      const inputs = drawn([2, 2, 3, 5, 6]);
      const first = new Float32Array(12);
      first[4] = Number.NaN;
      inputs[0] = tf.add(inputs[0]!, tf.tensor(first, [2, 2, 3]));
      const nan = (tensor: tf.Tensor): number[] => [...tf.isNaN(tensor).dataSync()];
      expect(nan(fused(inputs))).toEqual(nan(plain(inputs)));
      expect(nan(fused(inputs)).filter(Boolean)).toHaveLength(6);
      const want = gradients(plain, inputs);
      gradients(fused, inputs).forEach((gradient, i) => {
        expect(nan(gradient)).toEqual(nan(want[i]!));
      });
    });
  });

  test('leaves nothing behind, also when a single gradient is asked for', async () => {
    const inputs = drawn([2, 2, 3, 5, 6]);
    const one = tf.grad((bias: tf.Tensor) => tf.sum(fused([...inputs.slice(0, 4), bias])));
    expect(await leakedTensors(() => tf.dispose(fused(inputs)))).toBe(0);
    expect(await leakedTensors(() => tf.dispose(one(inputs[4]!)))).toBe(0);
    tf.dispose(inputs);
  });
});
