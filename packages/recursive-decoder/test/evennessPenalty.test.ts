import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { expectClose, gradientCheck, leakedTensors, normals, tensorOf } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  type DecoderOptions,
  evennessPenalty,
  render,
  renderComposed,
  renderNested,
  type Unrolled,
  unroll,
} from '../src/index.js';
import { configOf, goldenDecoders, weightsOf } from './goldenDecoders.js';
import { boldParameters, handmadeUnrolled, smallConfig } from './smallDecoder.js';

/** Σ over parents of Σ_t m_t² / (M + 1), over the ink of all + 1, written out in float64. @param ink of each child of one image, those of a parent side by side */
function unevenness(ink: readonly number[], t: number): number {
  const parents = Array.from({ length: ink.length / t }, (_, i) => ink.slice(i * t, (i + 1) * t));
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  return sum(parents.map((own) => sum(own.map((m) => m * m)) / (sum(own) + 1))) / (sum(ink) + 1);
}

/** Sums of each of the first dimension. */
function sumsOf(data: ArrayLike<number>, items: number): number[] {
  const size = data.length / items;
  return Array.from({ length: items }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += data[i * size + j]!;
    return sum;
  });
}

/** Two white patches of 4×5 a parent, placed in the middle; the second as bright as given. */
function pair(brightness: number, options: DecoderOptions): [Unrolled, ReturnType<typeof smallConfig>] {
  const config = smallConfig({
    imageShape: [9, 12, 1],
    childrenPerLevel: [2],
    scaleOffset: [0.8],
    ...options,
  });
  const leaves = tf.concat([tf.ones([1, 4, 5, 1]), tf.fill([1, 4, 5, 1], brightness)]) as tf.Tensor4D;
  return [handmadeUnrolled(config, 1, [tf.zeros([1, 2, 6])], leaves), config];
}

describe.each(['cpu', 'wasm'] as const)('evennessPenalty on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each(goldenDecoders.map((golden, i) => [i, golden] as const))(
    'is that of the placed children of golden decoder %d, level by level',
    (_, golden) => {
      const config = configOf(golden);
      const batch = golden.program.shape[0]!;
      tf.tidy(() => {
        const unrolled = unroll(weightsOf(golden), config, tensorOf(golden.program) as tf.Tensor2D);
        golden.levels.forEach((level, k) => {
          const [n, t] = unrolled.levels[k]!.actions.shape;
          const ink = sumsOf(level.placed.data as ArrayLike<number>, n * t);
          const each = ink.length / batch;
          const expected = Array.from({ length: batch }, (_, i) =>
            unevenness(ink.slice(i * each, (i + 1) * each), t),
          );
          const weights = config.childrenPerLevel.map((_, at) => (at === k ? 2 : 0));
          const penalty = evennessPenalty(unrolled, renderNested(unrolled, config), config, weights);
          expectClose(penalty, { shape: [batch], data: expected.map((value) => 2 * value) }, 1e-3, 1e-4);
        });
      });
    },
  );

  test('in a composed drawing it goes by what parts and leaves draw on the image', () => {
    tf.tidy(() => {
      const config = smallConfig({ rendering: 'composed', border: 'soft' });
      const unrolled = unroll(boldParameters(config), config, normals([2, 5], 2) as tf.Tensor2D);
      const drawing = renderComposed(unrolled, config);
      const parts = sumsOf(drawing.levels[1]!.canvases.dataSync(), 6);
      expect(Math.min(...parts)).toBeGreaterThan(0.1);
      const top = evennessPenalty(unrolled, drawing, config, [1, 0]);
      const ofParts = [unevenness(parts.slice(0, 3), 3), unevenness(parts.slice(3), 3)];
      expectClose(top, { shape: [2], data: ofParts }, 1e-4, 1e-5);
      // A leaf alone is what is left of the image with the others blank.
      const leaves = Array.from({ length: 12 }, (_, leaf) => {
        const mask = tf.reshape(tf.oneHot(tf.tensor1d([leaf], 'int32'), 12), [12, 1, 1, 1]);
        const alone = { ...unrolled, leaves: tf.mul(unrolled.leaves, mask) as tf.Tensor4D };
        return tf.sum(renderComposed(alone, config, { parts: false }).canvas).dataSync()[0]!;
      });
      const bottom = evennessPenalty(unrolled, drawing, config, [0, 1]);
      const ofLeaves = [unevenness(leaves.slice(0, 6), 2), unevenness(leaves.slice(6), 2)];
      expectClose(bottom, { shape: [2], data: ofLeaves }, 1e-3, 1e-4);
    });
  });

  test.each([
    ['nested', 'sum'],
    ['composed', 'sum'],
    ['nested', 'over'],
    ['composed', 'over'],
  ] as const)('gradients of %s rendering by %s', (rendering, compositing) => {
    tf.tidy(() => {
      const config = smallConfig({ rendering, compositing, border: 'soft', scaleOffset: [0.37, 0.23] });
      const actions = [normals([2, 3, 6], 31, 0.3), normals([6, 2, 6], 32, 0.3)];
      const alpha = compositing === 'over' ? 1 : 0;
      // Dark towards the border of a patch and no two alike, so that kinks are small and slopes are not.
      const window = tf.outerProduct(tf.tensor1d([0.2, 1, 0.9, 0.1]), tf.tensor1d([0.1, 0.8, 1, 0.7, 0.2]));
      const bright = tf.reshape(tf.linspace(0.1, 0.9, 12 * (2 + alpha)), [12, 1, 1, 2 + alpha]);
      const leaves = tf.mul(tf.reshape(window, [1, 4, 5, 1]), bright);
      const f = (image: tf.Tensor, ...moved: tf.Tensor[]): tf.Tensor => {
        const tree = handmadeUnrolled(config, 2, moved, image as tf.Tensor4D);
        return tf.sum(evennessPenalty(tree, render(tree, config), config, [3, 2]));
      };
      gradientCheck((image) => f(image, ...actions), [leaves], { step: 1e-2 });
      // Bilinear edges have kinks everywhere: a wide difference would step over many of them.
      gradientCheck((...moved) => f(leaves, ...moved), actions, {
        step: 5e-4,
        tolerance: 0.1,
        directions: 2,
      });
    });
  });

  test.each(['nested', 'composed'] as const)(
    'least where children draw alike, in %s rendering',
    (rendering) => {
      tf.tidy(() => {
        const at = (brightness: number): number => {
          const [tree, config] = pair(brightness, { rendering });
          return evennessPenalty(tree, render(tree, config), config, [4]).dataSync()[0]!;
        };
        const [none, dim, even, bright] = [at(0), at(0.5), at(1), at(2)] as const;
        expect(even).toBeLessThan(dim);
        expect(dim).toBeLessThan(none);
        expect(even).toBeLessThan(bright);
        // Between weight / 2 and the weight, but for the 1 that empty images need.
        expect(even).toBeLessThan(2);
        expect(even).toBeGreaterThan(1.8);
        expect(none).toBeGreaterThan(3.4);
      });
    },
  );

  test('an image on which nothing is drawn costs nothing, and ink on it costs', () => {
    tf.tidy(() => {
      const [tree, config] = pair(0, { rendering: 'composed' });
      const of = (leaves: tf.Tensor): tf.Tensor => {
        const blank = { ...tree, leaves: leaves as tf.Tensor4D };
        return tf.sum(evennessPenalty(blank, render(blank, config), config, [4]));
      };
      const blank = tf.zerosLike(tree.leaves);
      expect(of(blank).dataSync()[0]).toBe(0);
      expect(of(tf.mul(tree.leaves, 1e-3)).dataSync()[0]).toBeGreaterThan(0);
      const gradient = tf.grad(of)(blank).dataSync();
      expect(gradient.every((value) => value === 0)).toBe(true);
    });
  });

  test('misuse is named and nothing leaks', async () => {
    const config = smallConfig({ rendering: 'composed' });
    const params = boldParameters(config);
    const program = normals([1, 5], 1) as tf.Tensor2D;
    const unrolled = unroll(params, config, program);
    const drawing = renderComposed(unrolled, config);
    expect(await leakedTensors(() => evennessPenalty(unrolled, drawing, config, [1, 1]).dispose())).toBe(0);
    expect(() => evennessPenalty(unrolled, drawing, config, [1])).toThrow('weights: give 2 finite numbers');
    expect(() => evennessPenalty(unrolled, drawing, config, [1, Number.NaN])).toThrow(
      'give 2 finite numbers',
    );
    const whole = { ...drawing, levels: [] };
    expect(() => evennessPenalty(unrolled, whole, config, [1, 1])).toThrow('render with parts: true');
    tf.dispose([unrolled, drawing, program, ...Object.values(params)]);
  });
});
