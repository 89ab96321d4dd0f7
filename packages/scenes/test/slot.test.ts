import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import type { Program } from '../src/objectModels.js';
import { readExplanations } from '../src/sceneExplanation.js';
import { drawnTogether, type Slot } from '../src/slot.js';

beforeAll(() => useBackend('wasm'));

const program = { tree: {} as Program['tree'], model: 0 };

/** A slot of one scene that draws this row of pixels. */
function rowSlot(values: readonly number[], present = 1): Slot {
  return {
    present: tf.tensor1d([present]),
    places: { x: tf.tensor2d([[0]]), y: tf.tensor2d([[0]]) },
    drawings: tf.tensor4d([...values], [1, 1, values.length, 1]),
    first: { images: tf.zeros([1, 1, 1, 1]), by: tf.zeros([1], 'int32') },
  };
}

const row = (values: readonly number[]): tf.Tensor4D => tf.tensor4d([...values], [1, 1, values.length, 1]);

test('ink on ink is no brighter than one of them is alone, and no order tells them apart', () => {
  tf.tidy(() => {
    const [one, other] = [rowSlot([1, 0.5, 0, 1]), rowSlot([1, 0.5, 0.3, 0])];
    const like = row([0, 0, 0, 0]);
    const values = drawnTogether([one, other], like).dataSync();
    expect(Array.from(values)).toEqual([1, 0.75, expect.closeTo(0.3, 6), 1]);
    expect(drawnTogether([other, one], like).dataSync()).toEqual(values);
    expect(Array.from(drawnTogether([one, rowSlot([1, 1, 1, 1], 0)], like).dataSync())).toEqual([
      1, 0.5, 0, 1,
    ]);
  });
});

test('a pixel belongs to what draws it, ink beside that too, and the rest to nobody', async () => {
  const [one, other] = [
    rowSlot([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    rowSlot([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
  ];
  const scene = async (values: readonly number[]): Promise<readonly number[]> => {
    const scenes = { figure: row(values), ground: row(values.map(() => 0)) };
    const [found] = await readExplanations(scenes, [one, other], [[program], [program]], 10);
    return Array.from(found!.owners);
  };
  const dark = await scene([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(dark).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2]);
  // Ink beside a drawing is its, ink far from any is not.
  expect(await scene([1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1])).toEqual([
    1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2,
  ]);
});
