import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { zoom } from '@rnp/spatial-transformer';
import { distance, leakedTensors, normals } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { type DecoderConfig, partViews, render, type Unrolled, unroll } from '../../src/index.js';
import { boldParameters, smallConfig } from '../smallDecoder.js';

const depths = [[3], [3, 2], [2, 1, 2], [2, 1, 2, 1]];
const offsets = [0.8, 0.6, 0.5, 0.4];

function scene(options: Partial<Pick<DecoderConfig, 'childrenPerLevel' | 'rendering'>> = {}): {
  config: DecoderConfig;
  params: Record<string, tf.Tensor>;
  unrolled: Unrolled;
  images: tf.Tensor4D;
} {
  const { childrenPerLevel = [3, 2], rendering = 'composed' } = options;
  const scaleOffset = offsets.slice(0, childrenPerLevel.length);
  const config = smallConfig({ childrenPerLevel, scaleOffset, rendering });
  const params = boldParameters(config);
  const unrolled = unroll(params, config, normals([2, 5], 2) as tf.Tensor2D);
  return { config, params, unrolled, images: tf.abs(normals([2, 9, 12, 2], 1)) as tf.Tensor4D };
}

/** First and second half of the channels: what is unexplained, and what is drawn. */
const halves = (views: tf.Tensor4D): tf.Tensor4D[] => tf.split(views, 2, 3) as tf.Tensor4D[];

/** Each image once for each of its children. */
const each = (images: tf.Tensor4D, t: number): tf.Tensor4D =>
  tf.concat(
    tf.split(images, images.shape[0]).flatMap((one) => Array.from({ length: t }, () => one)),
  ) as tf.Tensor4D;

describe.each(composedOn)('partViews on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  describe.each(['composed', 'nested'] as const)('%s', (rendering) => {
    test.each(depths)('a view for each child of every level, with %d, %d, %d, %d', (...childrenPerLevel) => {
      tf.tidy(() => {
        const levels = childrenPerLevel.filter((t) => t !== undefined);
        const { config, unrolled, images } = scene({ childrenPerLevel: levels, rendering });
        let n = 2;
        levels.forEach((t, level) => {
          n *= t;
          const views = partViews(unrolled, config, images, level);
          expect(views.shape).toEqual([n, 9, 12, 4]);
          expect(Number.isFinite(tf.sum(views).dataSync()[0])).toBe(true);
        });
      });
    });

    test('a part sees what the tree leaves unexplained, through its frame', () => {
      tf.tidy(() => {
        const { config, unrolled, images } = scene({ rendering });
        const [seen] = halves(partViews(unrolled, config, images, 0));
        const left = tf.sub(images, render(unrolled, config).canvas) as tf.Tensor4D;
        const actions = tf.reshape(unrolled.levels[0]!.actions, [6, 6]) as tf.Tensor2D;
        const zoomed = zoom(each(left, 3), actions, { scaleOffset: 0.8, outputShape: [9, 12] });
        expect(distance(seen!, zoomed)).toBeLessThan(1e-5);
      });
    });

    test('and what it draws itself, as if it were a whole image', () => {
      tf.tidy(() => {
        const { config, params, unrolled, images } = scene({ childrenPerLevel: [2, 1, 2], rendering });
        const [, drawn] = halves(partViews(unrolled, config, images, 0));
        const lower = smallConfig({ childrenPerLevel: [1, 2], scaleOffset: offsets.slice(1, 3), rendering });
        const alone = unroll(params, lower, tf.reshape(unrolled.levels[0]!.states, [4, 5]));
        expect(distance(drawn!, render(alone, lower).canvas)).toBeLessThan(1e-5);
      });
    });
  });

  test('a leaf draws its patch', () => {
    tf.tidy(() => {
      const { config, unrolled, images } = scene({ childrenPerLevel: [3] });
      const [, drawn] = halves(partViews(unrolled, config, images, 0));
      const corners = (x: tf.Tensor4D): tf.Tensor[] =>
        [0, x.shape[1] - 1].map((row) =>
          tf.stack([0, x.shape[2] - 1].map((column) => tf.slice(x, [0, row, column, 0], [6, 1, 1, 2]))),
        );
      for (const [i, corner] of corners(drawn!).entries()) {
        expect(distance(corner, corners(unrolled.leaves)[i]!)).toBeLessThan(1e-5);
      }
    });
  });

  test('where the tree draws the image, nothing is unexplained', () => {
    tf.tidy(() => {
      const { config, unrolled } = scene();
      const { canvas } = render(unrolled, config);
      for (const level of [0, 1]) {
        const [seen] = halves(partViews(unrolled, config, canvas, level));
        expect(tf.max(tf.abs(seen!)).dataSync()[0]).toBeLessThan(1e-6);
      }
    });
  });

  test('NaN in one image is seen by its own parts alone', () => {
    tf.tidy(() => {
      const { config, unrolled, images } = scene();
      const broken = tf.concat([tf.fill([1, 9, 12, 2], Number.NaN), tf.slice(images, 1)]) as tf.Tensor4D;
      for (const [level, parts] of [3, 6].entries()) {
        const whole = partViews(unrolled, config, images, level);
        const views = partViews(unrolled, config, broken, level);
        expect([...tf.slice(views, parts).dataSync()]).toEqual([...tf.slice(whole, parts).dataSync()]);
      }
    });
  });

  test('views are constants, and nothing is left behind', async () => {
    const { config, unrolled, images } = scene();
    const level = unrolled.levels[0]!;
    const leaked = await leakedTensors(() => {
      const gradient = tf.grad((actions) => {
        const moved = { ...unrolled, levels: [{ ...level, actions }, unrolled.levels[1]!] } as Unrolled;
        return tf.add(tf.sum(partViews(moved, config, images, 0)), tf.sum(actions));
      })(level.actions);
      expect(new Set(gradient.dataSync())).toEqual(new Set([1]));
      gradient.dispose();
    });
    expect(leaked).toBe(0);
  });

  test('what does not fit is refused by name', () => {
    tf.tidy(() => {
      const { config, unrolled, images } = scene();
      const refusal = (act: () => unknown): string => {
        try {
          act();
        } catch (error) {
          if (error instanceof RnpError) return `${error.code} ${error.path}`;
          throw error;
        }
        return 'nothing';
      };
      expect(refusal(() => partViews(unrolled, config, images, 2))).toBe('RNP_CONFIG level');
      expect(refusal(() => partViews(unrolled, config, tf.slice(images, 0, 1), 0))).toBe('RNP_SHAPE images');
      expect(refusal(() => partViews({ ...unrolled, levels: [] }, config, images, 0))).toBe(
        'RNP_SHAPE unrolled.levels',
      );
    });
  });
});
