import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { objectImages } from '../src/index.js';

beforeAll(() => useBackend('wasm'));

/** Canvases of 40×40 with bright squares of 8×8, given by their first row and column. */
function squares(...scenes: readonly (readonly [number, number])[][]): tf.Tensor4D {
  const values = new Float32Array(scenes.length * 1600);
  scenes.forEach((corners, scene) => {
    for (const [row, column] of corners) {
      for (let y = row; y < row + 8; y++)
        values.fill(1, scene * 1600 + y * 40 + column, scene * 1600 + y * 40 + column + 8);
    }
  });
  return tf.tensor4d(values, [scenes.length, 40, 40, 1]);
}

test('takes what stands alone, in the middle of its frame, and each object once', async () => {
  const canvases = squares(
    [[2, 3]],
    [],
    [
      [2, 3],
      [26, 24],
    ],
  );
  const taken = await objectImages(canvases, { size: [20, 20], side: 20, windows: 3 });
  expect(taken.shape).toEqual([3, 20, 20, 1]);
  const [middle] = await objectImages(squares([[16, 16]]), { size: [20, 20], side: 20 }).then((one) =>
    tf.unstack(one),
  );
  // A square of 8 in a frame of 20: six pixels are left on each side.
  const rows = (await tf.sum(middle!, [1, 2]).data()) as Float32Array;
  expect(Array.from(rows, (sum) => Number(sum > 4))).toEqual(
    Array.from({ length: 20 }, (_, y) => Number(y >= 6 && y < 14)),
  );
});

test('leaves out what others reach into the frame of', async () => {
  const near = await objectImages(
    squares([
      [14, 10],
      [14, 22],
    ]),
    { size: [20, 20], side: 20 },
  );
  expect(near.shape[0]).toBe(0);
});

test('leaves no tensor but what it takes', async () => {
  const canvases = squares([[2, 3]]);
  expect(await leakedTensors(async () => (await objectImages(canvases, { size: [20, 20] })).dispose())).toBe(
    0,
  );
});
