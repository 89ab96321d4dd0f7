import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRandom } from '@rnp/nn';
import { distance, leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  type DecoderConfig,
  type DecoderOptions,
  type EnergyPrecisions,
  type InferredLevel,
  type Presence,
  renderComposed,
  type TreeEnergy,
  treeEnergy,
  unrollInferred,
  withoutAbsent,
} from '../../src/index.js';
import { boldParameters, smallConfig } from '../smallDecoder.js';

const composed: DecoderOptions = { rendering: 'composed' };
const variants: readonly [string, DecoderOptions][] = [
  ['soft borders', { ...composed, border: 'soft' }],
  ['hard borders', { ...composed, border: 'hard' }],
  ['elu states', { ...composed, border: 'soft', stateActivation: 'elu' }],
  ['a mixture', { ...composed, border: 'soft', generator: 'mixture', bases: 3 }],
  ['one level', { ...composed, border: 'soft', childrenPerLevel: [3], scaleOffset: [0.5] }],
  [
    'three levels',
    { ...composed, border: 'soft', childrenPerLevel: [2, 3, 2], scaleOffset: [0.3, 0.4, 0.5] },
  ],
];

interface Free {
  readonly images: tf.Tensor4D;
  readonly program: tf.Tensor2D;
  readonly inferred: readonly InferredLevel[];
}

/** Images and trees of which no program predicts the children of the first `given` levels. */
function anyTrees(config: DecoderConfig, batch: number, given: number): Free {
  let n = batch;
  const inferred = config.childrenPerLevel.slice(0, given).map((t, k) => {
    const level = {
      states: normals([n, t, config.latent], 20 + k, 0.5) as tf.Tensor3D,
      actions: tf.tidy(() => tf.mul(0.3, tf.sin(normals([n, t, 6], 30 + k)))) as tf.Tensor3D,
    };
    n *= t;
    return level;
  });
  return {
    images: tf.tidy(() => tf.abs(normals([batch, ...config.imageShape], 40))) as tf.Tensor4D,
    program: normals([batch, config.latent], 41, 0.5) as tf.Tensor2D,
    inferred,
  };
}

function precisionsOf(given: number): EnergyPrecisions {
  const each = (from: number): number[] => Array.from({ length: given }, (_, k) => from + k / 4);
  return { pixels: 1.5, top: 0.2, states: each(0.3), actions: each(0.7) };
}

/** 1 of each child of level k that is there, with all above it; 0 of the others. */
function thereIn(
  { childrenPerLevel }: DecoderConfig,
  presence: Presence,
  image: number,
  k: number,
): number[] {
  const above = k === 0 ? [1] : thereIn({ childrenPerLevel } as DecoderConfig, presence, image, k - 1);
  const own = presence[image]![k];
  return above.flatMap((is, parent) =>
    Array.from({ length: childrenPerLevel[k]! }, (_, t) =>
      own?.[parent * childrenPerLevel[k]! + t] === false ? 0 : is,
    ),
  );
}

/** The same by the tape, from ops: table, gradient of the program, and of states and actions of each given level. */
function byTape(
  params: Parameters<typeof treeEnergy>[0],
  config: DecoderConfig,
  { images, program, inferred }: Free,
  precisions: EnergyPrecisions,
  presence?: Presence,
): tf.Tensor[] {
  const batch = images.shape[0];
  const halfSquares = (precision: number, x: tf.Tensor): tf.Tensor =>
    tf.mul(precision / 2, tf.sum(tf.reshape(tf.square(x), [batch, -1]), 1));
  let table: tf.Tensor | undefined;
  const total = (...tensors: tf.Tensor[]): tf.Scalar => {
    const [top, ...rest] = tensors as [tf.Tensor2D, ...tf.Tensor3D[]];
    const levels = inferred.map((_, k) => ({ states: rest[2 * k]!, actions: rest[2 * k + 1]! }));
    const { unrolled, predicted } = unrollInferred(params, config, top, levels);
    const drawn = presence ? withoutAbsent(unrolled, config, presence) : unrolled;
    const missed = tf.sub(images, renderComposed(drawn, config, { parts: false }).canvas);
    const ofPresent = (k: number, errors: tf.Tensor): tf.Tensor => {
      if (!presence) return errors;
      const mask = tf.tensor1d(presence.flatMap((_, image) => thereIn(config, presence, image, k)));
      return tf.mul(tf.reshape(errors, [mask.size, -1]), tf.reshape(mask, [-1, 1]));
    };
    const of = (kind: 'states' | 'actions'): tf.Tensor[] =>
      levels.map((level, k) =>
        halfSquares(precisions[kind][k]!, ofPresent(k, tf.sub(level[kind], predicted[k]![kind]))),
      );
    const terms = [
      halfSquares(precisions.pixels, missed),
      halfSquares(precisions.top, top),
      ...of('states'),
      ...of('actions'),
    ];
    const energy = tf.addN(terms);
    table = tf.keep(tf.stack([energy, ...terms, halfSquares(2, missed)], 1));
    return tf.sum(energy);
  };
  const free = [program, ...inferred.flatMap(({ states, actions }) => [states, actions])];
  return [table, ...tf.grads(total)(free)].map((tensor, i) => (i === 0 ? table! : tensor!));
}

const tensorsOf = (
  energy: TreeEnergy,
  { images, program, inferred }: Free,
  given: number,
  presence?: Presence,
): tf.Tensor[] => {
  const found = energy.gradients(images, program, inferred, precisionsOf(given), presence);
  return [found.table, found.program, ...found.inferred.flatMap(({ states, actions }) => [states, actions])];
};

/** Largest difference as a share of the largest entry. */
function relative(a: tf.Tensor, b: tf.Tensor): number {
  return distance(a, b) / Math.max(...b.dataSync().map(Math.abs), 1e-3);
}

describe('treeEnergy', () => {
  beforeAll(() => useBackend('wasm'));

  describe.each(variants)('%s', (_, options) => {
    const config = smallConfig(options);
    const levels = config.childrenPerLevel.map((_, k) => k);

    test.each([...levels, levels.length])('%i given levels: what the tape finds', (given) => {
      tf.tidy(() => {
        const params = boldParameters(config);
        const energy = treeEnergy(params, config)!;
        const trees = anyTrees(config, 3, given);
        const found = tensorsOf(energy, trees, given);
        const table = energy.table(trees.images, trees.program, trees.inferred, precisionsOf(given));
        expect(table.dataSync()).toEqual(found[0]!.dataSync());
        const expected = byTape(params, config, trees, precisionsOf(given));
        expect(found.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
        for (const [i, tensor] of found.entries()) expect(relative(tensor, expected[i]!)).toBeLessThan(1e-4);
        energy.dispose();
      });
    });
  });

  /** Pattern after pattern of which children of the top programs are there, one for each image. */
  const patterns = (from: number, batch: number, children: number): Presence =>
    Array.from({ length: batch }, (_, i) => [
      Array.from({ length: children }, (_, t) => ((from + i) >> t) % 2 === 1),
    ]);

  /** Of one level for the first image, of two for the second, and so on: about two thirds of the children, whether those above are there or not. */
  const deepPatterns = (seed: number, batch: number, { childrenPerLevel }: DecoderConfig): Presence => {
    const random = createRandom(seed);
    let count = 1;
    const counts = childrenPerLevel.map((t) => (count *= t));
    return Array.from({ length: batch }, (_, image) =>
      counts
        .slice(0, 1 + (image % counts.length))
        .map((children) => Array.from({ length: children }, () => random.uniform() < 2 / 3)),
    );
  };

  describe.each(variants)('absent children, %s', (_, options) => {
    const config = smallConfig(options);
    const levels = config.childrenPerLevel.map((_, k) => k);

    test.each([...levels, levels.length])('%i given levels: what the tape finds', (given) => {
      tf.tidy(() => {
        const params = boldParameters(config);
        const energy = treeEnergy(params, config)!;
        const trees = anyTrees(config, 3, given);
        const { images, program, inferred } = trees;
        const children = config.childrenPerLevel[0]!;
        for (let from = 0; from < 2 ** children; from += 3) {
          const presence = patterns(from, 3, children);
          const found = tensorsOf(energy, trees, given, presence);
          const table = energy.table(images, program, inferred, precisionsOf(given), presence);
          expect(table.dataSync()).toEqual(found[0]!.dataSync());
          const expected = byTape(params, config, trees, precisionsOf(given), presence);
          for (const [i, tensor] of found.entries())
            expect(relative(tensor, expected[i]!)).toBeLessThan(1e-4);
        }
        energy.dispose();
      });
    });

    test.each([...levels, levels.length])('of any level, %i given levels: what the tape finds', (given) => {
      tf.tidy(() => {
        const params = boldParameters(config);
        const energy = treeEnergy(params, config)!;
        const trees = anyTrees(config, 3, given);
        for (const seed of [1, 2]) {
          const presence = deepPatterns(seed, 3, config);
          const found = tensorsOf(energy, trees, given, presence);
          const expected = byTape(params, config, trees, precisionsOf(given), presence);
          // Where all levels are as predicted, rounding grows from program to program.
          for (const [i, tensor] of found.entries())
            expect(relative(tensor, expected[i]!)).toBeLessThan(given === 0 ? 1e-3 : 1e-4);
        }
        energy.dispose();
      });
    });
  });

  test('all children there: to the bit what is said without a presence', () => {
    tf.tidy(() => {
      const config = smallConfig({ ...composed, border: 'soft' });
      const energy = treeEnergy(boldParameters(config), config)!;
      const trees = anyTrees(config, 3, 2);
      const bits = (tensors: tf.Tensor[]): unknown[] => tensors.map((tensor) => tensor.dataSync());
      for (const counts of [[], [3], [3, 6]]) {
        const all = Array.from({ length: 3 }, () => counts.map((t) => Array<boolean>(t).fill(true)));
        expect(bits(tensorsOf(energy, trees, 2, all))).toEqual(bits(tensorsOf(energy, trees, 2)));
      }
      energy.dispose();
    });
  });

  test('an image without any part costs what it holds and what its program is', () => {
    tf.tidy(() => {
      const config = smallConfig({ ...composed, border: 'soft' });
      const energy = treeEnergy(boldParameters(config), config)!;
      const { images, program, inferred } = anyTrees(config, 1, 2);
      const none = [[new Array<boolean>(config.childrenPerLevel[0]!).fill(false)]];
      const [total, pixels, top, ...rest] = energy
        .table(images, program, inferred, precisionsOf(2), none)
        .dataSync();
      const ink = tf.sum(tf.square(images)).dataSync()[0]!;
      expect(pixels).toBeCloseTo((1.5 / 2) * ink, 4);
      expect(total).toBeCloseTo(pixels! + top!, 4);
      expect(rest.slice(0, 4)).toEqual([0, 0, 0, 0]);
      energy.dispose();
    });
  });

  // A program of this size fills a part of the cache: images are taken some at a time.
  const large = smallConfig({
    ...composed,
    border: 'soft',
    hidden: 64,
    cellInput: 33,
    hyperHidden: 70,
    childrenPerLevel: [4, 4],
  });

  test('more images than a block: what the tape finds, and each image by itself', () => {
    tf.tidy(() => {
      const params = boldParameters(large, 2, 1);
      const energy = treeEnergy(params, large)!;
      const trees = anyTrees(large, 11, 1);
      const presence = patterns(5, 11, 4).map((tree, image) => [
        ...tree,
        ...deepPatterns(7, 11, large)[image]!.slice(1),
      ]);
      const found = tensorsOf(energy, trees, 1, presence);
      const expected = byTape(params, large, trees, precisionsOf(1), presence);
      for (const [i, tensor] of found.entries()) expect(relative(tensor, expected[i]!)).toBeLessThan(1e-4);
      const last = <R extends tf.Rank>(x: tf.Tensor<R>): tf.Tensor<R> =>
        tf.slice(x, [10, ...x.shape.slice(1).map(() => 0)], [1, ...x.shape.slice(1)]);
      const alone = {
        images: last(trees.images),
        program: last(trees.program),
        inferred: trees.inferred.map(({ states, actions }) => ({
          states: last(states),
          actions: last(actions),
        })),
      } as Free;
      for (const [i, tensor] of tensorsOf(energy, alone, 1, presence.slice(10)).entries()) {
        expect(relative(tensor, last(found[i]!))).toBeLessThan(1e-4);
      }
      energy.dispose();
    });
  });

  test('what is no number in one image touches no other', () => {
    tf.tidy(() => {
      const config = smallConfig({ ...composed, border: 'soft' });
      const energy = treeEnergy(boldParameters(config), config)!;
      const trees = anyTrees(config, 3, 1);
      const broken = tf.tensor2d(
        Float32Array.from(trees.program.dataSync(), (value, i) => (i === config.latent ? Number.NaN : value)),
        [3, config.latent],
      );
      const whole = tensorsOf(energy, trees, 1);
      const found = tensorsOf(energy, { ...trees, program: broken }, 1);
      for (const [i, tensor] of found.entries()) {
        const [expected, rows] = [whole[i]!, tensor].map(
          (x) => tf.reshape(x, [3, -1]).arraySync() as number[][],
        );
        expect([rows![0], rows![2]]).toEqual([expected![0], expected![2]]);
        if (i < 2) expect(rows![1]!.some(Number.isNaN)).toBe(true);
      }
      energy.dispose();
    });
  });

  test('no tensor is left', async () => {
    const config = smallConfig({ ...composed, border: 'soft' });
    const params = boldParameters(config);
    const trees = anyTrees(config, 2, 2);
    const call = (): void => {
      const energy = treeEnergy(params, config)!;
      tf.dispose(tensorsOf(energy, trees, 2));
      energy.table(trees.images, trees.program, trees.inferred, precisionsOf(2)).dispose();
      energy.dispose();
    };
    expect(await leakedTensors(call)).toBe(0);
  });

  test('a tree that does not fit: RNP_SHAPE', () => {
    tf.tidy(() => {
      const config = smallConfig(composed);
      const energy = treeEnergy(boldParameters(config), config)!;
      const { images, program, inferred } = anyTrees(config, 2, 1);
      const there = [new Array<boolean>(config.childrenPerLevel[0]!).fill(true)];
      const [flags] = there;
      const wrong = tf.zeros([2, config.latent + 1]) as tf.Tensor2D;
      const refused = expect.objectContaining({ code: 'RNP_SHAPE' });
      expect(() => energy.gradients(images, wrong, inferred, precisionsOf(1))).toThrow(
        refused as unknown as Error,
      );
      expect(() => energy.gradients(images, program, inferred, precisionsOf(0))).toThrow(
        refused as unknown as Error,
      );
      for (const presence of [
        [there],
        [there, flags],
        [there, [flags!.slice(1)]],
        [there, [flags!.map(Number)]],
        [there, [flags, flags]],
        'all',
        {},
      ])
        expect(() =>
          energy.table(images, program, inferred, precisionsOf(1), presence as unknown as Presence),
        ).toThrow(refused as unknown as Error);
      energy.dispose();
    });
  });

  test.each<[string, DecoderOptions]>([
    ['gated cells', { ...composed, cell: 'gru' }],
    ['image feedback', { ...composed, feedback: 'image' }],
    ['shared networks', { ...composed, generator: 'embedding' }],
    ['gains', { ...composed, generator: 'gain' }],
    ['nested drawing', { rendering: 'nested' }],
  ])('%s have no kernels of their own', (_, options) => {
    tf.tidy(() => {
      const config = smallConfig(options);
      expect(treeEnergy(boldParameters(config), config)).toBeUndefined();
    });
  });

  test('nor has another backend', async () => {
    await useBackend('cpu');
    tf.tidy(() => {
      const config = smallConfig(composed);
      expect(treeEnergy(boldParameters(config), config)).toBeUndefined();
    });
    await useBackend('wasm');
  });
});
