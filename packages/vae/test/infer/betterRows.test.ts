import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { betterRows } from '../../src/infer/betterRows.js';

describe.each(['cpu', 'wasm'] as const)('betterRows on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('each image keeps the rows of less energy, of many programs a tree; no number is never less', async () => {
    const side = (energies: number[], from: number): tf.Tensor[] => [
      tf.tensor2d(energies.map((energy) => [energy, from])),
      tf.tensor3d(
        Array.from({ length: 16 }, (_, i) => from + i),
        [8, 2, 1],
      ),
    ];
    const [one, other] = [side([1, 5, Number.NaN, 2], 100), side([2, 4, 3, 2], 200)];
    const chosen = betterRows(one, other);
    expect(chosen.map((x) => Array.from(x.dataSync()))).toEqual([
      [1, 100, 4, 200, 3, 200, 2, 200],
      [100, 101, 102, 103, ...Array.from({ length: 12 }, (_, i) => 204 + i)],
    ]);
    expect(chosen[1]!.shape).toEqual([8, 2, 1]);
    expect(await leakedTensors(() => tf.dispose(betterRows(one, other)))).toBe(0);
  });
});
