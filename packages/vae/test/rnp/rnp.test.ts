import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { renderTree } from '@rnp/recursive-decoder';
import { leakedTensors } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { createConvVae, createRnp, evaluate, type Posterior, type Rnp } from '../../src/index.js';
import { smallRnp } from '../smallRnp.js';
import { strokes } from '../strokes.js';

const small = smallRnp(12);

describe.each(composedOn)('Rnp on %s', (backend) => {
  let model: Rnp;
  beforeAll(async () => {
    await useBackend(backend);
    model = createRnp(small, { seed: 3 });
  });
  afterAll(() => model.dispose());

  test('encodes, draws and reconstructs in the shape of the images', () => {
    const images = strokes(3, [12, 12, 1]);
    const picture = model.reconstruct(images);
    expect(picture.shape).toEqual([3, 12, 12, 1]);
    expect([...picture.dataSync()].every(Number.isFinite)).toBe(true);
    tf.dispose([images, picture]);
  });

  test('re-rendering a parse tree gives the reconstruction', async () => {
    const images = strokes(2, [12, 12, 1]);
    const trees = await model.parse(images);
    const picture = model.reconstruct(images);
    const expected = picture.dataSync();
    trees.forEach((tree, i) => {
      const { data } = renderTree(tree, { width: 12, height: 12 });
      for (const [p, value] of data.entries()) expect(value).toBeCloseTo(expected[i * 144 + p]!, 3);
    });
    tf.dispose([images, picture]);
  });

  test('the same seed gives the same weights and samples, another seed others', () => {
    const [again, other] = [createRnp(small, { seed: 3 }), createRnp(small, { seed: 4 })];
    const first = (m: Rnp): number[] => [...Object.values(m.weights.parameters)[0]!.dataSync()];
    expect(first(again)).toEqual(first(model));
    expect(first(other)).not.toEqual(first(model));
    const [a, b, c] = [model.samplePrior(2, 1), again.samplePrior(2, 1), model.samplePrior(2, 2)];
    expect([...a.dataSync()]).toEqual([...b.dataSync()]);
    expect([...a.dataSync()]).not.toEqual([...c.dataSync()]);
    tf.dispose([a, b, c]);
    again.dispose();
    other.dispose();
  });

  test('interpolation runs from one program to the other', () => {
    const [from, to] = [tf.tensor2d([[0, 1, 2, 3]]), tf.tensor2d([[4, 1, 0, -3]])];
    const walk = model.interpolate(from, to, 3);
    expect(walk.arraySync()).toEqual([
      [0, 1, 2, 3],
      [2, 1, 1, 0],
      [4, 1, 0, -3],
    ]);
    tf.dispose([from, to, walk]);
  });

  test('programs are combined by their weights', () => {
    const both = tf.tensor2d([
      [0, 1, 2, 3],
      [4, 1, 0, -3],
    ]);
    const [mean, quarter, first] = [
      model.blend(both),
      model.blend(both, [6, 2]),
      model.blend(both, [0.3, 0]),
    ];
    expect([mean, quarter, first].map((program) => program.arraySync())).toEqual([
      [[2, 1, 1, 0]],
      [[1, 1, 1.5, 1.5]],
      [[0, 1, 2, 3]],
    ]);
    // Their sum is above the largest number there is.
    const huge = model.blend(both, [1.5e308, 0.5e308]);
    expect(huge.arraySync()).toEqual([[1, 1, 1.5, 1.5]]);
    tf.dispose([both, mean, quarter, first, huge]);
  });

  test.each([
    [[1], 'weights', 'must be a list of 2 numbers, not [1]'],
    [[], 'weights', 'must be a list of 2 numbers, not []'],
    [Number.NaN, 'weights', 'must be a list of 2 numbers, not NaN'],
    [null, 'weights', 'must be a list of 2 numbers, not null'],
    [[0, 0], 'weights', 'must not all be 0'],
    [[1, -1], 'weights[1]', 'must be a number from 0, not -1'],
    [[1, Number.NaN], 'weights[1]', 'must be a number from 0, not NaN'],
    [[1, null], 'weights[1]', 'must be a number from 0, not null'],
    [['1', 1], 'weights[0]', 'must be a number from 0, not the string "1"'],
    [[1, Number.POSITIVE_INFINITY], 'weights[1]', 'must be a number from 0, not Infinity'],
  ])('weights %j of a combination are refused by name', (weights, path, complaint) => {
    const both = tf.zeros([2, 4]) as tf.Tensor2D;
    expect(() => model.blend(both, weights as never)).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path, complaint }),
    );
    both.dispose();
  });

  test('images of another shape are refused, saying which is wanted', () => {
    const wrong = tf.zeros([1, 12, 13, 1]) as tf.Tensor4D;
    expect(() => model.encode(wrong)).toThrow(/\[batch, 12, 12, 1\], not \[1, 12, 13, 1\]/);
    expect(() => model.reconstruct(wrong)).toThrow(RnpError);
    wrong.dispose();
  });

  test('nothing leaks, also when a call throws; dispose twice is once', async () => {
    const wrong = tf.zeros([1, 3, 3, 1]) as tf.Tensor4D;
    expect(
      await leakedTensors(async () => {
        const own = createRnp(small, { seed: 1 });
        const images = strokes(2, [12, 12, 1]);
        await own.parse(images);
        await own.parseMetrics(images);
        await evaluate(own, [images.dataSync() as Float32Array]);
        await expect(own.parse(wrong)).rejects.toThrow(RnpError);
        images.dispose();
        own.dispose();
        own.dispose();
      }),
    ).toBe(0);
    wrong.dispose();
  });

  test('a disposed model says so', () => {
    const own = createRnp(small);
    own.dispose();
    const program = tf.zeros([1, 4]) as tf.Tensor2D;
    expect(() => own.decode(program)).toThrow(/disposed/);
    program.dispose();
  });

  test('an encoder of one’s own, as a plain function', async () => {
    const encoder = (images: tf.Tensor4D): Posterior => ({
      mean: tf.zeros([images.shape[0], 4]),
      logVariance: tf.zeros([images.shape[0], 4]),
    });
    const own = createRnp(small, { encoder });
    const images = strokes(2, [12, 12, 1]);
    const figures = await evaluate(own, [images.dataSync() as Float32Array]);
    expect(figures.klPerImage).toBeCloseTo(0, 6);
    expect(own.config.encoder).toBe('custom');
    images.dispose();
    own.dispose();
  });

  test('evaluation is the plain sum over all images, whatever the batches', async () => {
    const images = strokes(5, [12, 12, 1]);
    const values = images.dataSync() as Float32Array;
    const whole = await evaluate(model, [values]);
    const split = await evaluate(model, [values.slice(0, 288), values.slice(288)]);
    expect(whole.images).toBe(5);
    expect(split.ssePerImage).toBeCloseTo(whole.ssePerImage, 4);
    expect(split.klPerImage).toBeCloseTo(whole.klPerImage, 4);
    for (const [k, p] of split.parse!.purity.entries()) expect(p).toBeCloseTo(whole.parse!.purity[k]!, 5);
    const picture = model.reconstruct(images);
    const error = tf.tidy(() => tf.sum(tf.square(tf.sub(picture, images))).dataSync()[0]!);
    expect(whole.ssePerImage).toBeCloseTo(error / 5, 3);
    tf.dispose([images, picture]);
  });

  test.each([
    [[12, 9, 3], null],
    [
      [11, 13, 1],
      [
        [
          [1, 0],
          [0, 1],
        ],
        [
          [0, 1],
          [1, 0],
        ],
      ],
    ],
  ] as const)('the convolutional VAE draws images of %j', (imageShape, primitives) => {
    const baseline = createConvVae({
      imageShape,
      latent: 3,
      hidden: 5,
      channels: [4, 3],
      primitives: primitives as never,
    });
    const images = strokes(2, imageShape);
    const picture = baseline.reconstruct(images);
    expect(picture.shape).toEqual([2, ...imageShape]);
    tf.dispose([images, picture]);
    baseline.dispose();
  });
});

test.each([
  [{ latent: 0 }, /latent/],
  [{ childrenPerLevel: [] }, /childrenPerLevel/],
  [{ encoder: 'big' as never }, /encoder/],
  [{ noiseScale: 'x' as never }, /noiseScale/],
  [{ nonsense: 1 } as never, /nonsense/],
])('createRnp(%j) names the setting', async (options, message) => {
  await useBackend('cpu');
  expect(() => createRnp(options)).toThrow(message);
});
