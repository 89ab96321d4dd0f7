import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { ParseTree } from '@rnp/recursive-decoder';
import type { ModelDocument } from '@rnp/vae';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as models from '../src/index.js';
import { load } from '../src/mnist.js';

const options = { from: new URL('../trained/mnist', import.meta.url), signal: new AbortController().signal };

const picture = { width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 255) };
let mnist: models.TrainedModel;
let tree: ParseTree;

/** Functions with right arguments. What a tree has to be, what takes trees from strangers sees to. */
const rightCalls = (): Readonly<Record<string, readonly [Call, readonly unknown[]]>> => ({
  draw: [(given) => models.draw(tree, given as models.DrawOptions), [{ scale: 2 }]],
  modelPreprocessing: [
    (preprocessing, path) =>
      models.modelPreprocessing(
        { model: mnist.model, document: { preprocessing } as unknown as ModelDocument },
        path as string,
      ),
    [mnist.preprocessing, 'config.json'],
  ],
  parse: [
    models.parse as Call,
    [
      { model: mnist.model, preprocessing: mnist.preprocessing },
      picture,
      { path: 'a.png', refine: 1, signal: options.signal },
    ],
  ],
  isModelName: [models.isModelName as Call, ['mnist']],
  loadModel: [freed(models.loadModel as Call), ['mnist', options]],
  load: [freed(load as Call), [options]],
});

/** Only what throws is looked at for tensors that are left. */
function freed(call: Call): Call {
  return async (...values) => {
    const { model } = (await call(...values)) as models.TrainedModel;
    model.dispose();
  };
}

beforeAll(async () => {
  await useBackend('wasm');
  mnist = await models.loadModel('mnist');
  tree = await models.parse(mnist, picture);
});
afterAll(() => mnist.model.dispose());

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual([...exportedFunctions(models), 'load'].sort());
});

test.each([...exportedFunctions(models), 'load'])(
  '%s throws its own errors and leaves no tensor',
  async (name) => {
    await expectOwnErrors(...rightCalls()[name]!);
  },
);

test('images of grey levels are refused, and told how to mend them', async () => {
  const { model } = await models.loadModel('mnist');
  const images = tf.fill([1, 28, 28, 1], 255) as tf.Tensor4D;
  await expect(model.parse(images)).rejects.toThrow(/values from 255 to 255; .* divide by 255/);
  images.dispose();
  model.dispose();
});
