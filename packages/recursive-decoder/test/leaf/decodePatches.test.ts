import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { decodePatches } from '../../src/leaf/decodePatches.js';
import { patchDecoder } from '../../src/leaf/patchDecoder.js';
import { smallConfig } from '../smallDecoder.js';

/** Random weights of D for n programs. */
function weightsFor(
  config: ReturnType<typeof smallConfig>,
  n: number,
  scale: number,
): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(patchDecoder(config).shapes).map(([name, shape], i) => [
      name,
      normals([n, ...shape], 100 + i, scale),
    ]),
  );
}

describe.each(['cpu', 'wasm'] as const)('patch decoders on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  const transposed = smallConfig({ leaf: { kind: 'convTranspose' }, imageShape: [50, 50, 3] });

  test('transposed convolutions grow 10 → 14 → 26 → 50, every program with its own kernels', () => {
    tf.tidy(() => {
      const weights = weightsFor(transposed, 2, 0.1);
      const t = backend === 'wasm' ? 3 : 1;
      const states = normals([2, t, 5], 1) as tf.Tensor3D;
      const program = tf.zeros([2, 5]) as tf.Tensor2D;
      const patches = decodePatches(weights, transposed, states, program);
      expect(patches.shape).toEqual([2 * t, 50, 50, 3]);
      const second = Object.fromEntries(
        Object.entries(weights).map(([name, w]) => [
          name,
          tf.slice(w, [1, ...w.shape.slice(1).map(() => 0)], [1, ...w.shape.slice(1)]),
        ]),
      );
      const alone = decodePatches(
        second,
        transposed,
        tf.slice(states, [1, 0, 0], [1, t, 5]),
        tf.zeros([1, 5]) as tf.Tensor2D,
      );
      expect(distance(alone, tf.slice(patches, [t, 0, 0, 0], [t, 50, 50, 3]))).toBeLessThan(1e-5);
    });
  });

  // On cpu one pass takes many seconds; the layer itself is checked on both backends in @rnp/hypernet.
  const onWasm = backend === 'wasm' ? test : test.skip;

  onWasm('gradients of the transposed convolutions agree with finite differences', () => {
    tf.tidy(() => {
      const weights = weightsFor(transposed, 1, 0.1);
      // All positive: nothing sits at relu's kink.
      const kernels = Object.entries(weights).map(([name, w]) => [name, tf.abs(w)] as const);
      const names = ['decoder1/kernel', 'decoder2/kernel', 'decoder3/kernel', 'decoder4/bias'];
      const positive = Object.fromEntries(kernels);
      const out = normals([2, 50, 50, 3], 9, 0.05);
      const f = (states: tf.Tensor, ...rest: tf.Tensor[]): tf.Tensor => {
        const moved = { ...positive, ...Object.fromEntries(names.map((name, i) => [name, rest[i]!])) };
        const program = tf.zeros([1, 5]) as tf.Tensor2D;
        return tf.sum(tf.mul(decodePatches(moved, transposed, states as tf.Tensor3D, program), out));
      };
      const inputs = [tf.abs(normals([1, 2, 5], 3)), ...names.map((name) => positive[name]!)];
      gradientCheck(f, inputs, { step: 5e-3, tolerance: 3e-2, directions: 1 });
    });
  });

  test('primitives: relu(gains) · images, one gain per image and channel', () => {
    tf.tidy(() => {
      const images = [
        [
          [1, 0],
          [0, 2],
        ],
        [
          [0, 1],
          [1, 0],
        ],
      ];
      const config = smallConfig({ leaf: { kind: 'primitives', images } });
      const weights = {
        'decoder1/kernel': tf.zeros([1, 5, 7]),
        'decoder1/bias': tf.zeros([1, 7]),
        'decoder2/kernel': tf.zeros([1, 7, 4]),
        'decoder2/bias': tf.tensor2d([[3, -1, 0.5, 2]]),
      };
      const patch = decodePatches(weights, config, tf.zeros([1, 1, 5]), tf.zeros([1, 5]));
      // Channel 0: 3·first + 0.5·second; channel 1: relu(−1)·first + 2·second.
      expect(Array.from(patch.dataSync())).toEqual([3, 0, 0.5, 2, 0.5, 2, 6, 0]);
    });
  });

  onWasm('nothing leaks', async () => {
    const weights = weightsFor(transposed, 1, 0.1);
    const states = normals([1, 2, 5], 3) as tf.Tensor3D;
    const program = tf.zeros([1, 5]) as tf.Tensor2D;
    expect(await leakedTensors(() => decodePatches(weights, transposed, states, program).dispose())).toBe(0);
    tf.dispose([weights, states, program]);
  });
});
