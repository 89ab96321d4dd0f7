import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { sceneSource } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { loadModel } from '@rnp/models';
import { createRnp, type Rnp } from '@rnp/vae';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { explainScenes } from '../src/index.js';
import { bestDrawn } from '../src/objectModels.js';

const digits = await embeddedDigits({ split: 'test' });

let models: { readonly digits: Rnp; readonly garments: Rnp };
let canvases: tf.Tensor4D;
beforeAll(async () => {
  await useBackend('wasm');
  models = { digits: (await loadModel('mnist')).model, garments: (await loadModel('fashion-mnist')).model };
  const source = sceneSource([digits], { count: [1, 2], canvas: 50, length: 6, seed: 5 });
  const values = Float32Array.from(source.images([...Array(6).keys()]), (byte) => byte / 255);
  canvases = tf.tensor4d(values, [6, 50, 50, 1]);
});
afterAll(() => {
  tf.dispose(canvases);
  models.digits.dispose();
  models.garments.dispose();
});

test('objects are programs of the model that explains them best, wherever it stands among the models', async () => {
  const first = await explainScenes([models.digits, models.garments], canvases, { windows: 1 });
  const second = await explainScenes([models.garments, models.digits], canvases, { windows: 1 });
  const found = first.flatMap(({ objects }) => objects);
  expect(found.length).toBeGreaterThanOrEqual(6);
  expect(found.filter(({ model }) => model === 0).length / found.length).toBeGreaterThan(0.9);
  const turned = second.flatMap(({ objects }) => objects.map(({ model }) => 1 - model));
  expect(turned).toEqual(found.map(({ model }) => model));
});

test('with a second model, no scene of these is explained much worse than with one', async () => {
  const one = await explainScenes(models.garments, canvases, { windows: 1 });
  const both = await explainScenes([models.garments, models.digits], canvases, { windows: 1 });
  const error = (of: typeof one): number => of.reduce((sum, { squaredError }) => sum + squaredError, 0);
  expect(error(both)).toBeLessThan(0.5 * error(one));
});

test('a list of one is that one', async () => {
  const alone = await explainScenes(models.digits, canvases, { windows: 1 });
  const listed = await explainScenes([models.digits], canvases, { windows: 1 });
  expect(listed).toEqual(alone);
  expect(
    alone.flatMap(({ objects }) => objects.map(({ model }) => model)).every((model) => model === 0),
  ).toBe(true);
});

test('each image is drawn by the model that draws it best, row by row', () => {
  const [first, second] = [0, 1].map((seed) => createRnp(small, { seed })) as [Rnp, Rnp];
  tf.tidy(() => {
    const images = tf.randomUniform<tf.Rank.R4>([6, 8, 8, 1], 0, 1, 'float32', 3);
    const drawn = [first, second].map((model) => model.reconstruct(images));
    const errors = drawn.map((one) => tf.sum(tf.squaredDifference(one, images), [1, 2, 3]).arraySync());
    const rows = drawn.map((one) => one.arraySync());
    const best = (errors[0] as number[]).map((error, row) =>
      error <= (errors[1] as number[])[row]! ? 0 : 1,
    );
    expect(new Set(best).size).toBe(2);
    const { drawings, by } = bestDrawn([first, second], images);
    expect(Array.from(by.dataSync())).toEqual(best);
    expect(drawings.arraySync()).toEqual(
      tf
        .clipByValue(tf.stack(best.map((model, row) => tf.tensor3d(rows[model]![row] as never))), 0, 1)
        .arraySync(),
    );
  });
  first.dispose();
  second.dispose();
});

const small = { imageShape: [8, 8, 1], latent: 4, childrenPerLevel: [2] } as const;

test.each<[string, () => unknown, string, string]>([
  ['none', () => [], 'models', 'a model at least'],
  ['what is no model', () => [models.digits, { model: models.digits }], 'models[1]', 'give its .model'],
  [
    'models of images of several shapes',
    () => [models.digits, createRnp(small, { seed: 1 })],
    'models[1]',
    '[8,8,1], models[0] of [28,28,1]',
  ],
])('%s: refused, naming the model, and no tensor is left', async (_, given, path, complaint) => {
  const list = given();
  expect(
    await leakedTensors(async () => {
      await expect(explainScenes(list as Rnp[], canvases)).rejects.toMatchObject({
        code: 'RNP_CONFIG',
        path,
        complaint: expect.stringContaining(complaint),
      });
    }),
  ).toBe(0);
  for (const model of list as Rnp[]) if (model !== models.digits) model.dispose?.();
});

test('two models leave no tensor', async () => {
  const both = [models.digits, models.garments];
  expect(await leakedTensors(() => explainScenes(both, canvases, { maxObjects: 2, steps: 2 }))).toBe(0);
});
