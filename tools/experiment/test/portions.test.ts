import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createDataset } from '@rnp/datasets';
import { createRnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { changedWeights, everySecond, together } from '../src/index.js';

const data = createDataset({
  name: 'five',
  split: 'train',
  imageShape: [1, 2, 1],
  images: Uint8Array.from([0, 1, 10, 11, 20, 21, 30, 31, 40, 41]),
  labels: Uint8Array.from([0, 1, 0, 1, 2]),
  classNames: ['a', 'b', 'c'],
  groups: Uint8Array.from([5, 6, 7, 8, 9]),
});

describe('portions of data sets', () => {
  test('every second image is one half, with its labels and groups; the other half is the other', () => {
    const [even, odd] = [everySecond(data, 0), everySecond(data, 1)];
    expect([even.length, odd.length]).toEqual([3, 2]);
    expect([...even.images]).toEqual([0, 1, 20, 21, 40, 41]);
    expect([...odd.images]).toEqual([10, 11, 30, 31]);
    expect([even.labels, even.groups].map((values) => [...values!])).toEqual([
      [0, 0, 2],
      [5, 7, 9],
    ]);
    expect([odd.labels, odd.groups].map((values) => [...values!])).toEqual([
      [1, 1],
      [6, 8],
    ]);
    expect(odd).toMatchObject({
      name: 'five',
      split: 'train',
      imageShape: [1, 2, 1],
      classNames: ['a', 'b', 'c'],
    });
    expect(() => everySecond(everySecond(everySecond(odd, 0), 0), 1)).toThrow(
      expect.objectContaining({ code: 'RNP_DATA_MISMATCH' }),
    );
  });

  test('two together have the images of both and no labels; images of other shapes are refused', () => {
    const other = { ...everySecond(data, 1), split: 'test' };
    const both = together(data, other);
    expect([...both.images]).toEqual([...data.images, 10, 11, 30, 31]);
    expect(both).toMatchObject({ name: 'five', split: 'train and test', length: 7 });
    expect(both.labels).toBeUndefined();
    expect(() => together(data, { ...other, imageShape: [2, 1, 1] })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', message: expect.stringContaining('[2,1,1]') }),
    );
  });
});

describe('weights that differ', () => {
  beforeAll(() => useBackend('wasm'));

  test('are counted under a prefix, down to the last bit; null without a model', () => {
    const config = { latent: 4, hidden: 8, cellInput: 4, hyperHidden: 8, childrenPerLevel: [2] };
    const [before, after] = [createRnp(config, { seed: 1 }), createRnp(config, { seed: 1 })];
    expect(changedWeights(before, after, 'decoder/')).toBe(0);
    const { parameters, runningStatistics } = after.weights;
    const name = Object.keys(parameters).find(
      (key) => key.startsWith('decoder/') && parameters[key]!.size > 2,
    )!;
    const values = parameters[name]!.dataSync() as Float32Array;
    const bits = new Int32Array(
      values.buffer.slice(values.byteOffset, values.byteOffset + values.byteLength),
    );
    bits[1]! ^= 1;
    const changed = tf.tensor(new Float32Array(bits.buffer), parameters[name]!.shape);
    parameters[name]!.dispose();
    after.replaceWeights({ parameters: { ...parameters, [name]: changed }, runningStatistics });
    expect(changedWeights(before, after, 'decoder/')).toBe(1);
    expect(changedWeights(before, after, name)).toBe(1);
    expect(changedWeights(before, after, 'encoder/')).toBe(0);
    expect(changedWeights(undefined, after, 'decoder/')).toBeNull();
    before.dispose();
    after.dispose();
  });
});
