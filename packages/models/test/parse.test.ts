import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { batchOf, preprocessingOf, subset } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { createRaster, decodeImage, defaultPreprocessing, preprocess, unitFloats } from '@rnp/images';
import { createRnp, infer, type LoadedModel, modelFromFiles, modelToFiles } from '@rnp/vae';
import { leakedTensors } from '@rnp-tools/testing';
import { writePng } from '@rnp-tools/testing/png';
import * as tf from '@tensorflow/tfjs-core';
import { draw, loadModel, modelNames, modelPreprocessing, parse, type TrainedModel } from '../src/index.js';

/** A seven in grey on a white page, as a file. */
function seven(width: number, height: number): Uint8Array {
  const samples = Array.from({ length: width * height }, (_, at) => {
    const [u, v] = [(at % width) / width, Math.floor(at / width) / height];
    const bar = u > 0.3 && u < 0.6 && v > 0.2 && v < 0.26;
    const stroke = Math.abs(u - 0.58 + 0.4 * (v - 0.2)) < 0.02 && v > 0.2 && v < 0.8;
    return bar || stroke ? 30 : 250;
  });
  return writePng({ width, height, depth: 8, colourType: 0, samples });
}

const file = seven(120, 90);
let mnist: TrainedModel;
beforeAll(async () => {
  await useBackend('wasm');
  mnist = await loadModel('mnist');
});
afterAll(() => mnist.model.dispose());

describe('parse', () => {
  test('a file, its bytes in any wrapping, a canvas and a decoded picture are one tree', async () => {
    const tree = await parse(mnist, file);
    expect(tree.root.children).toHaveLength(4);
    const picture = await decodeImage(file);
    const canvas = new Uint8ClampedArray(picture.data.length * 4).fill(255);
    picture.data.forEach((value, at) => {
      canvas.fill(value, 4 * at, 4 * at + 3);
    });
    const { width, height } = picture;
    const others = [
      Buffer.from(file),
      file.slice().buffer,
      new Blob([file as BlobPart]),
      new File([file as BlobPart], 'seven.png'),
      { width, height, data: canvas },
      picture,
    ];
    for (const other of others) expect(await parse(mnist, other)).toEqual(tree);
  });

  test('it is the tree of the image that the preprocessing makes', async () => {
    const { data } = preprocess(await decodeImage(file), mnist.preprocessing);
    const image = tf.tensor4d(unitFloats(data), [1, 28, 28, 1]);
    const [tree] = await mnist.model.parse(image);
    image.dispose();
    expect(await parse(mnist, file)).toEqual(tree);
    const whole = { model: mnist.model, preprocessing: defaultPreprocessing([28, 28, 1]) };
    expect(await parse(whole, file)).not.toEqual(tree);
  });

  test('draws nearly the picture, and nearer when inferred; no tensor is left', async () => {
    const { data } = preprocess(await decodeImage(file), mnist.preprocessing);
    const error = async (infer: number): Promise<number> => {
      const drawn = draw(await parse(mnist, file, { infer })).data;
      return drawn.reduce((sum, value, i) => sum + (value - data[i]! / 255) ** 2, 0);
    };
    expect(await leakedTensors(async () => void (await error(2)))).toBe(0);
    const [fast, slow] = [await error(0), await error(20)];
    const ink = data.reduce((sum, value) => sum + (value / 255) ** 2, 0);
    expect(fast).toBeLessThan(0.2 * ink);
    expect(slow).toBeLessThan(fast);
  });

  test('what is no picture, or a blank one, is told by its name', async () => {
    const text = new File(['seven'], 'seven.txt');
    await expect(parse(mnist, text)).rejects.toMatchObject({ code: 'RNP_IMAGE_FORMAT', path: 'seven.txt' });
    const page = writePng({ width: 9, height: 9, depth: 8, colourType: 0, samples: Array(81).fill(255) });
    await expect(parse(mnist, page, { path: 'page.png' })).rejects.toMatchObject({
      code: 'RNP_IMAGE_BLANK',
      path: 'page.png',
    });
    const stop = AbortSignal.abort(new Error('enough'));
    await expect(parse(mnist, file, { infer: 3, signal: stop })).rejects.toThrow('enough');
    const other = { model: mnist.model, preprocessing: defaultPreprocessing([20, 28, 1]) };
    await expect(parse(other, file)).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      path: 'model.preprocessing',
    });
  });
});

test('draw gives a picture of the image’s size, or a finer one', async () => {
  const tree = await parse(mnist, file);
  expect(draw(tree)).toMatchObject({ width: 28, height: 28, channels: 1 });
  const large = draw(tree, { scale: 4 });
  expect(large).toMatchObject({ width: 112, height: 112, channels: 1 });
  expect([Math.min(...large.data) >= 0, Math.max(...large.data) <= 1]).toEqual([true, true]);
});

describe('modelPreprocessing', () => {
  const configOf = async (name: string): Promise<LoadedModel['document']> =>
    JSON.parse(await readFile(new URL(`../trained/${name}/config.json`, import.meta.url), 'utf8'));

  test.each(modelNames)(
    '%s has one in its config.json, and would be given the same without it',
    async (name) => {
      const { model, preprocessing } = await loadModel(name);
      const { preprocessing: kept, ...before } = await configOf(name);
      expect(kept).toEqual(preprocessing);
      expect(modelPreprocessing({ model, document: before as LoadedModel['document'] })).toEqual(
        preprocessing,
      );
      expect(preprocessing.ink).toBe(name === 'mnist' || name === 'omniglot');
      expect(preprocessing.invert).toBe(name === 'eth-80' ? false : 'auto');
      model.dispose();
    },
  );

  test('that of the data set goes with the model’s files', async () => {
    const digits = subset(await embeddedDigits({ split: 'test' }), 0, 1);
    const model = createRnp({ childrenPerLevel: [2], latent: 3 }, { seed: 1 });
    const read = modelFromFiles(modelToFiles(model, { preprocessing: preprocessingOf(digits) }));
    expect(modelPreprocessing(read)).toEqual(mnist.preprocessing);
    // An image of the data set is what it becomes.
    const own = { ...createRaster(28, 28, 1), data: digits.images };
    expect(unitFloats(preprocess(own, mnist.preprocessing).data)).toEqual(batchOf(digits, [0]));
    read.model.dispose();
    model.dispose();
  });

  test('what is none, or makes other images, is refused by the name of its field', async () => {
    const { model } = mnist;
    const of = (preprocessing: unknown): unknown =>
      modelPreprocessing(
        { model, document: { preprocessing } as unknown as LoadedModel['document'] },
        'a/config.json',
      );
    expect(() => of({ ...mnist.preprocessing, fit: 'fill' })).toThrow(
      /^a\/config\.json: preprocessing\.fit: must be one of contain, cover, stretch/,
    );
    expect(() => of({ ...mnist.preprocessing, size: [28, 32] })).toThrow(
      /makes images \[28,32,1\], but .* \[28,28,1\]/,
    );
  });

  test('no picture becomes an image of two channels', () => {
    const model = createRnp({ imageShape: [8, 8, 2], childrenPerLevel: [2], latent: 3 }, { seed: 1 });
    const read = modelFromFiles(modelToFiles(model));
    expect(modelPreprocessing(read)).toBeNull();
    read.model.dispose();
    model.dispose();
  });
});

test('few steps of inference find something better for every digit, and more steps much better', async () => {
  const indices = Array.from({ length: 20 }, (_, i) => i);
  const images = tf.tensor4d(batchOf(await embeddedDigits({ split: 'test' }), indices), [20, 28, 28, 1]);
  const errors = async (steps: number): Promise<readonly number[]> =>
    (await infer(mnist.model, images, { steps })).squaredErrors;
  const [look, few, more] = [await errors(0), await errors(10), await errors(20)];
  for (const [i, error] of look.entries()) {
    expect(few[i]).toBeLessThan(error);
    expect(more[i]).toBeLessThan(few[i]!);
  }
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b);
  expect(sum(more) / sum(look)).toBeLessThan(0.35);
  images.dispose();
});
