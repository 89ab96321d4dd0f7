import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import {
  type DecoderConfig,
  overlapPenalty,
  type Rendering,
  render,
  renderComposed,
  renderNested,
  unroll,
} from '../../src/index.js';
import { boldParameters, handmadeUnrolled, smallConfig } from '../smallDecoder.js';

/** Round blobs, [n, side, side, 1], that are dark at the border. */
function blobs(n: number, side: number): tf.Tensor4D {
  const data = new Float32Array(n * side * side);
  for (let i = 0; i < data.length; i++) {
    const x = ((i % side) / (side - 1)) * 2 - 1;
    const y = ((Math.floor(i / side) % side) / (side - 1)) * 2 - 1;
    data[i] = Math.exp(-(x * x + y * y) / (2 * 0.3 ** 2));
  }
  return tf.tensor4d(data, [n, side, side, 1]);
}

/** Σ_px [(Σ p)² − Σ p²] written out, from placed children [n·t, …] → [batch]. */
function penaltyByHand(placed: tf.Tensor, t: number, batch: number): tf.Tensor {
  const each = tf.reshape(placed, [placed.shape[0]! / t, t, -1]);
  const together = tf.sum(tf.square(tf.sum(each, 1)), 1);
  const alone = tf.sum(tf.square(each), [1, 2]);
  return tf.sum(tf.reshape(tf.sub(together, alone), [batch, -1]), 1);
}

describe.each(composedOn)('rendering on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test('nested and composed agree on smooth content up to blur, which resolution takes away', () => {
    const difference = (side: number): number =>
      tf.tidy(() => {
        const config = smallConfig({
          imageShape: [side, side, 1],
          childrenPerLevel: [2, 2],
          scaleOffset: [0.6, 0.6],
          leaf: { kind: 'dense', patch: [side, side] },
        });
        const actions = [normals([1, 2, 6], 1, 0.25), normals([2, 2, 6], 2, 0.25)];
        const unrolled = handmadeUnrolled(config, 1, actions, blobs(4, side));
        const nested = renderNested(unrolled, config).canvas;
        const composed = renderComposed(unrolled, config).canvas;
        return distance(nested, composed) / tf.max(composed).dataSync()[0]!;
      });
    const [coarse, fine] = [difference(24), difference(48)];
    // The blobs' spread shrinks to 1.1 pixels at 48, to half of that at 24; a resampling blurs by O(pixel²).
    expect(fine).toBeLessThan(0.1);
    expect(fine).toBeLessThan(coarse / 2);
  });

  test.each<[string, Partial<DecoderConfig>]>([
    ['two levels', {}],
    ['one level', { childrenPerLevel: [3], scaleOffset: [0.4] }],
    ['three levels', { childrenPerLevel: [2, 3, 2], scaleOffset: [0.3, 0.4, 0.5] }],
    ['smaller inner canvases', { canvas: [7, 6] }],
  ])('shapes and sums, %s', (_, options) => {
    tf.tidy(() => {
      const config = smallConfig(options);
      const unrolled = unroll(boldParameters(config), config, normals([2, 5], 4) as tf.Tensor2D);
      const nested = renderNested(unrolled, config, { placed: true });
      const composed = renderComposed(unrolled, config);
      const [height, width] = config.canvas ?? [9, 12];
      config.childrenPerLevel.forEach((t, k) => {
        const n = unrolled.levels[k]!.programs.shape[0];
        expect(nested.levels[k]!.canvases.shape).toEqual(k === 0 ? [n, 9, 12, 2] : [n, height, width, 2]);
        expect(composed.levels[k]!.canvases.shape).toEqual([n, 9, 12, 2]);
        const { placed, canvases, energy } = nested.levels[k]!;
        const summed = tf.sum(tf.reshape(placed!, [n, t, ...canvases.shape.slice(1)]), 1);
        expect(distance(summed, canvases)).toBeLessThan(1e-4);
        const squares = tf.sum(tf.reshape(tf.square(placed!), [n, -1]), 1);
        expect(distance(tf.div(squares, tf.add(energy, 1)), tf.div(energy, tf.add(energy, 1)))).toBeLessThan(
          1e-4,
        );
      });
      expect(distance(composed.canvas, composed.levels[0]!.canvases)).toBe(0);
      const atOnce = renderComposed(unrolled, config, { parts: false });
      expect(atOnce.levels).toEqual([]);
      expect(distance(atOnce.canvas, composed.canvas)).toBeLessThan(1e-4);
      expect(distance(render(unrolled, { ...config, rendering: 'composed' }).canvas, composed.canvas)).toBe(
        0,
      );
      expect(distance(render(unrolled, config).canvas, nested.canvas)).toBe(0);
    });
  });

  test('with one level nested and composed rendering are the same', () => {
    tf.tidy(() => {
      const config = smallConfig({ childrenPerLevel: [3], scaleOffset: [0.4] });
      const unrolled = unroll(boldParameters(config), config, normals([2, 5], 4) as tf.Tensor2D);
      expect(
        distance(renderNested(unrolled, config).canvas, renderComposed(unrolled, config).canvas),
      ).toBeLessThan(1e-5);
    });
  });

  test('the overlap penalty is what its formula says, per image', () => {
    tf.tidy(() => {
      const config = smallConfig({ scaleOffset: [0, 0.1] });
      const unrolled = unroll(boldParameters(config), config, normals([2, 5], 4) as tf.Tensor2D);
      const nested = renderNested(unrolled, config, { placed: true });
      const byHand = [0, 1].map((k) =>
        penaltyByHand(nested.levels[k]!.placed!, config.childrenPerLevel[k]!, 2),
      );
      const expected = tf.add(tf.mul(byHand[0]!, 0.05), tf.mul(byHand[1]!, 0.1));
      const penalty = overlapPenalty(nested, [0.05, 0.1]);
      expect(penalty.shape).toEqual([2]);
      expect(tf.min(expected).dataSync()[0]).toBeGreaterThan(0.1);
      expect(distance(tf.div(penalty, expected), tf.onesLike(expected))).toBeLessThan(1e-3);
      const composed = renderComposed(unrolled, config);
      // The composed parts' canvases are the top level's placed children.
      const top = penaltyByHand(composed.levels[1]!.canvases, 3, 2);
      expect(tf.min(top).dataSync()[0]).toBeGreaterThan(0.1);
      expect(distance(tf.div(overlapPenalty(composed, [2, 0]), top), tf.fill([2], 2))).toBeLessThan(1e-3);
      expect(Array.from(overlapPenalty(composed, [0, 0]).dataSync())).toEqual([0, 0]);
    });
  });

  test.each([
    ['nested', 'hard'],
    ['composed', 'hard'],
    ['composed', 'soft'],
  ] as const)('gradients of %s rendering with %s borders and its penalty', (rendering, border) => {
    tf.tidy(() => {
      const config = smallConfig({ rendering, border, scaleOffset: [0.37, 0.23] });
      const n = 2 * 3 * 2;
      const actions = [normals([2, 3, 6], 31, 0.3), normals([6, 2, 6], 32, 0.3)];
      const leaves = tf.abs(normals([n, 4, 5, 2], 23)) as tf.Tensor4D;
      const out = normals([2, 9, 12, 2], 24);
      const f = (image: tf.Tensor, ...moved: tf.Tensor[]): tf.Tensor => {
        const drawn = render(handmadeUnrolled(config, 2, moved, image as tf.Tensor4D), config);
        return tf.add(tf.sum(tf.mul(drawn.canvas, out)), tf.sum(overlapPenalty(drawn, [0.02, 0.05])));
      };
      gradientCheck((image) => f(image, ...actions), [leaves], { step: 1e-2, tolerance: 2e-2 });
      // Bilinear edges have kinks everywhere: a wide difference would step over many of them.
      gradientCheck((...moved) => f(leaves, ...moved), actions, {
        step: 5e-4,
        tolerance: 0.1,
        directions: 2,
      });
    });
  });

  test('a frame that cuts into a part grows where its border is soft, and never where it is hard', () => {
    const slopeOfScale = (border: 'hard' | 'soft'): number =>
      tf.tidy(() => {
        const config = smallConfig({
          imageShape: [21, 21, 1],
          childrenPerLevel: [1, 1],
          scaleOffset: [0, 0],
          leaf: { kind: 'dense', patch: [4, 4] },
          rendering: 'composed',
          border,
        });
        // The part's frame is the middle half of the image, its leaf as large as the image: to shrink the part's scale
        // and grow the leaf's by as much moves the frame alone.
        const draw = (scale: tf.Tensor): tf.Tensor => {
          const place = (s: tf.Tensor): tf.Tensor =>
            tf.reshape(tf.stack([s, tf.scalar(0), tf.scalar(0), s, tf.scalar(0), tf.scalar(0)]), [1, 1, 6]);
          const s = tf.reshape(scale, []);
          const leaf = tf.sub(tf.div(1, tf.add(s, 1)), 1);
          const unrolled = handmadeUnrolled(config, 1, [place(s), place(leaf)], tf.ones([1, 4, 4, 1]));
          return tf.sum(renderComposed(unrolled, config).canvas);
        };
        return tf
          .grad(draw)(tf.tensor1d([0.97]))
          .dataSync()[0]!;
      });
    expect(Math.abs(slopeOfScale('hard'))).toBeLessThan(1e-3);
    expect(slopeOfScale('soft')).toBeLessThan(-10);
  });

  test('misuse is named and nothing leaks', async () => {
    const config = smallConfig();
    const params = boldParameters(config);
    const program = normals([2, 5], 4) as tf.Tensor2D;
    const unrolled = unroll(params, config, program);
    expect(await leakedTensors(() => tf.dispose(renderNested(unrolled, config, { placed: true })))).toBe(0);
    expect(await leakedTensors(() => tf.dispose(renderComposed(unrolled, config)))).toBe(0);
    const soft = { ...config, border: 'soft' } as const;
    expect(await leakedTensors(() => tf.dispose(renderComposed(unrolled, soft)))).toBe(0);
    const rendering: Rendering = renderComposed(unrolled, config);
    expect(await leakedTensors(() => overlapPenalty(rendering, [1, 1]).dispose())).toBe(0);
    expect(() => overlapPenalty(rendering, [1])).toThrow(expect.objectContaining({ code: 'RNP_SHAPE' }));
    expect(() => overlapPenalty(rendering, [1, Number.NaN])).toThrow('weights: give 2 finite numbers');
    expect(() => overlapPenalty({ ...rendering, levels: [] }, [])).toThrow('render with parts: true');
    const misfit = { ...unrolled, leaves: tf.zeros([5, 4, 5, 2]) as tf.Tensor4D };
    expect(await leakedTensors(() => expect(() => renderComposed(misfit, config)).toThrow())).toBe(0);
    expect(await leakedTensors(() => expect(() => renderNested(misfit, config)).toThrow())).toBe(0);
    tf.dispose([unrolled, rendering, program, misfit.leaves, ...Object.values(params)]);
  });
});
