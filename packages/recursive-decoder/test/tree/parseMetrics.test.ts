import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { parseMetrics, tallyParse, unroll } from '../../src/index.js';
import { boldParameters, handmadeUnrolled, smallConfig } from '../smallDecoder.js';

const config = smallConfig({ childrenPerLevel: [2], scaleOffset: [2], imageShape: [33, 33, 1] });

/** One image of two children at x = ∓shift, with patches of one even grey. */
function twoChildren(shift: number, greys: readonly [number, number]): ReturnType<typeof handmadeUnrolled> {
  const actions = tf.tensor3d([
    [
      [0, 0, 0, 0, shift, 0],
      [0, 0, 0, 0, -shift, 0],
    ],
  ]);
  const leaves = tf.concat(greys.map((grey) => tf.fill([1, 4, 5, 1], grey))) as tf.Tensor4D;
  return handmadeUnrolled(config, 1, [actions], leaves);
}

describe.each(['cpu', 'wasm'] as const)('parse metrics on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each<[string, number, readonly [number, number], number, number]>([
    ['two apart', 0.5, [1, 1], 1, 2],
    ['two copies', 0, [1, 1], 0.5, 2],
    ['one draws all', 0.5, [1, 0], 1, 1],
    ['three quarters and one', 0.5, [3, 1], 1, Math.exp(0.75 * Math.log(4 / 3) + 0.25 * Math.log(4))],
  ])('%s', async (_, shift, greys, purity, effective) => {
    const unrolled = tf.tidy(() => twoChildren(shift, greys));
    const metrics = parseMetrics([await tallyParse(unrolled, config)]);
    expect(metrics.purity[0]).toBeCloseTo(purity, 5);
    expect(metrics.effectiveChildren[0]).toBeCloseTo(effective, 5);
    expect(metrics.withoutInk).toEqual([0]);
    tf.dispose(unrolled);
  });

  test('images without ink are left out and counted', async () => {
    const [copies, blank] = tf.tidy(() => [twoChildren(0, [1, 1]), twoChildren(0, [0, 0])]);
    const tallies = [await tallyParse(copies!, config), await tallyParse(blank!, config)];
    const metrics = parseMetrics(tallies);
    expect(metrics.images).toBe(2);
    expect(metrics.withoutInk).toEqual([1]);
    expect(metrics.purity[0]).toBeCloseTo(0.5, 5);
    expect(parseMetrics(tallies.slice(1)).purity[0]).toBeNaN();
    tf.dispose([copies, blank]);
  });

  test('batches add up, channels count, inner canvases are drawn at the image’s size', async () => {
    const deep = smallConfig({ childrenPerLevel: [2, 3, 2], scaleOffset: [0.3, 0.4, 0.5], canvas: [5, 5] });
    const params = boldParameters(deep);
    const program = normals([4, 5], 8) as tf.Tensor2D;
    const all = unroll(params, deep, program);
    const halves = tf.split(program, 2).map((half) => unroll(params, deep, half as tf.Tensor2D));
    const whole = parseMetrics([await tallyParse(all, deep)]);
    const { canvas: _, ...fullSize } = deep;
    expect(parseMetrics([await tallyParse(all, fullSize)])).toEqual(whole);
    const summed = parseMetrics(await Promise.all(halves.map((half) => tallyParse(half, deep))));
    for (const k of [0, 1, 2]) {
      expect(summed.purity[k]).toBeCloseTo(whole.purity[k]!, 5);
      expect(summed.effectiveChildren[k]).toBeCloseTo(whole.effectiveChildren[k]!, 5);
      expect(whole.purity[k]).toBeGreaterThanOrEqual(1 / deep.childrenPerLevel[k]!);
      expect(whole.purity[k]).toBeLessThanOrEqual(1);
      expect(whole.effectiveChildren[k]).toBeLessThanOrEqual(deep.childrenPerLevel[k]! + 1e-9);
    }
    expect(await leakedTensors(() => tallyParse(all, deep))).toBe(0);
    tf.dispose([all, halves, program, ...Object.values(params)]);
  });

  test('no tallies, no metrics', () => {
    expect(() => parseMetrics([])).toThrow(expect.objectContaining({ code: 'RNP_SHAPE' }));
  });
});
