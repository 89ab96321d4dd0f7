import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { sequentialBatches, subset } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { loadDataset } from '@rnp/datasets/node';
import { evaluate } from '@rnp/vae';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { isModelName, loadModel, type ModelName, modelNames } from '../src/index.js';
import { load } from '../src/mnist.js';

beforeAll(() => useBackend('wasm'));

test.each(modelNames)('%s takes an image apart and draws from the prior', async (name) => {
  const { model, card } = await loadModel(name);
  const [height, width, channels] = card.images.shape;
  expect(model.config.imageShape).toEqual(card.images.shape);
  const programs = model.samplePrior(3, 1);
  const images = model.decode(programs);
  expect(images.shape).toEqual([3, height, width, channels]);
  const trees = await model.parse(images);
  expect(trees.map((tree) => tree.root.children.map((part) => part.children.length))).toEqual(
    Array(3).fill([4, 4, 4, 4]),
  );
  tf.dispose([programs, images]);
  model.dispose();
});

test('digits that mnist was not trained to draw as they are here are drawn well', async () => {
  const { model } = await loadModel('mnist');
  const digits = subset(await embeddedDigits({ split: 'test' }), 0, 100);
  const { ssePerImage, parse } = await evaluate(model, sequentialBatches(digits));
  expect(ssePerImage).toBeLessThan(8);
  expect(Math.min(...parse!.purity)).toBeGreaterThan(0.85);
  model.dispose();
});

const dataSets: Readonly<Record<ModelName, string>> = {
  mnist: 'mnist',
  'fashion-mnist': 'fashion-mnist',
  omniglot: 'omniglot',
  'eth-80': 'eth-80',
};

describe.each(modelNames)('%s on the whole test split', (name) => {
  if (process.env.RNP_DATA_DIR === undefined) {
    test.skip('skipped: RNP_DATA_DIR is not set', () => {});
    return;
  }
  test('reaches what its card says', async () => {
    const { model, card } = await loadModel(name);
    const data = await loadDataset(dataSets[name], { split: 'test' });
    const { ssePerImage, parse } = await evaluate(model, sequentialBatches(data));
    expect(Math.abs(ssePerImage / card.figures.ssePerImage - 1)).toBeLessThan(0.01);
    for (const [level, purity] of parse!.purity.entries()) {
      expect(Math.abs(purity - card.figures.purity[level]!)).toBeLessThan(0.01);
    }
    model.dispose();
  });
});

test('a model alone is the same', async () => {
  const [one, other] = [await load(), await loadModel('mnist')];
  expect(one.card).toEqual(other.card);
  one.model.dispose();
  other.model.dispose();
});

test('names', async () => {
  expect([isModelName('mnist'), isModelName('toString'), isModelName('cifar')]).toEqual([true, false, false]);
  await expect(loadModel('cifar' as ModelName)).rejects.toMatchObject({
    code: 'RNP_CONFIG',
    message: 'name: there is no model "cifar"; there are mnist, fashion-mnist, omniglot, eth-80',
  });
});

describe('files elsewhere', () => {
  let folder = '';
  const trained = new URL('../trained/mnist/', import.meta.url);
  const names = ['config.json', 'model.safetensors', 'card.json'];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rnp-models-'));
    for (const name of names) await copyFile(new URL(name, trained), join(folder, name));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const from = (): URL => pathToFileURL(folder);

  test('are read from there', async () => {
    const { model } = await loadModel('mnist', { from: from() });
    expect(model.config.latent).toBe(16);
    model.dispose();
  });

  test.each([
    ['model.safetensors', 'RNP_WEIGHTS'],
    ['config.json', 'RNP_CONFIG'],
    ['card.json', 'RNP_CONFIG'],
  ])('a truncated %s is %s and leaves no tensor', async (name, code) => {
    const bytes = await readFile(join(folder, name));
    await writeFile(join(folder, name), bytes.subarray(0, bytes.length / 2));
    const leaked = await leakedTensors(async () => {
      await expect(loadModel('mnist', { from: from() })).rejects.toMatchObject({ code });
    });
    expect(leaked).toBe(0);
  });

  test('a missing file is named, and what to do about it', async () => {
    await rm(join(folder, 'card.json'));
    await expect(loadModel('mnist', { from: from() })).rejects.toMatchObject({
      code: 'RNP_FILE',
      message: expect.stringMatching(/card\.json: cannot be read: .*ENOENT.*`from`/),
    });
  });

  test('loading can be called off', async () => {
    const stopped = loadModel('mnist', { from: from(), signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });
});
