import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, gradientCheck, leakedTensors, normals, weigh } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { joinTrunks } from '../src/joinedTrunks.js';
import { plainTrunk } from '../src/trunk.js';
import { trunks } from '../src/trunks.js';

/** The parameters of a trunk, in their order. */
function drawn(latent: number, f: number, layers: number, seed: number): tf.Tensor[] {
  const norm = (size: number, from: number): tf.Tensor[] => [
    tf.tidy(() => tf.add(normals([size], from, 0.2), 1)),
    normals([size], from + 1, 0.3),
  ];
  const list = norm(latent, seed);
  for (let i = 0; i < layers; i++) {
    const from = i === 0 ? latent : f;
    list.push(normals([from, f], seed + 10 * i + 10, from ** -0.5), normals([f], seed + 10 * i + 11, 0.3));
    list.push(...norm(f, seed + 10 * i + 12));
  }
  return list;
}

type Run = (z: tf.Tensor2D, lists: readonly tf.Tensor[][]) => tf.Tensor[];
const batch: Run = (z, lists) => trunks(z, joinTrunks(lists));
const oneByOne: Run = (z, lists) => lists.map((list) => plainTrunk(z, list));

/** What a loss that reads every feature differently gives the programs and all parameters. */
function slopesOf(run: Run, z: tf.Tensor, lists: readonly tf.Tensor[][]): tf.Tensor[] {
  return tf.grads((program, ...all) => lossOf(run, program, all, lists))([z, ...lists.flat()]);
}

function lossOf(run: Run, z: tf.Tensor, all: readonly tf.Tensor[], lists: readonly tf.Tensor[][]): tf.Scalar {
  let from = 0;
  const own = lists.map(({ length }) => {
    from += length;
    return all.slice(from - length, from);
  });
  return weigh(tf.concat(run(z as tf.Tensor2D, own))) as tf.Scalar;
}

// On wasm, too: its programs are unrolled by kernels, but nothing here is about a backend.
describe.each(['cpu', 'wasm'] as const)('a batch of trunks on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each([
    ['as many layers', 3, [2, 2]],
    ['the first has more', 2, [4, 3]],
    ['the last has more, of three', 5, [1, 2, 4]],
    ['one trunk, one program', 1, [1]],
  ])('%s: values and every gradient as one by one', (_, n, layers) => {
    tf.tidy(() => {
      const lists = layers.map((count, i) => drawn(5, 7, count, 100 * i + 2));
      const z = normals([n, 5], 1) as tf.Tensor2D;
      const want = oneByOne(z, lists);
      batch(z, lists).forEach((features, i) => {
        expect(features.shape).toEqual([n, 7]);
        expect(distance(features, want[i]!)).toBeLessThan(1e-5);
      });
      const expected = slopesOf(oneByOne, z, lists);
      slopesOf(batch, z, lists).forEach((slope, i) => {
        expect(slope.shape).toEqual(expected[i]!.shape);
        // A bias before a norm has no slope, but for rounding.
        const scale = 1 + tf.max(tf.abs(expected[i]!)).dataSync()[0]!;
        expect(distance(slope, expected[i]!) / scale).toBeLessThan(1e-4);
      });
    });
  });

  test('gradients by finite differences; nothing is left behind', async () => {
    const lists = [drawn(5, 7, 1, 2), drawn(5, 7, 2, 102)];
    const z = normals([3, 5], 1) as tf.Tensor2D;
    tf.tidy(() => {
      gradientCheck((program, ...all) => lossOf(batch, program, all, lists), [z, ...lists.flat()]);
    });
    const slope = tf.grad((program) => lossOf(batch, program, lists.flat(), lists));
    expect(await leakedTensors(() => tf.dispose(tf.tidy(() => batch(z, lists))))).toBe(0);
    expect(await leakedTensors(() => slope(z).dispose())).toBe(0);
    tf.dispose([z, lists]);
  });
});
