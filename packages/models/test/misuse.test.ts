import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as models from '../src/index.js';
import { load } from '../src/mnist.js';

const options = { from: new URL('../trained/mnist', import.meta.url), signal: new AbortController().signal };

/** Functions with right arguments. */
const rightCalls: Readonly<Record<string, readonly [Call, readonly unknown[]]>> = {
  isModelName: [models.isModelName as Call, ['mnist']],
  loadModel: [freed(models.loadModel as Call), ['mnist', options]],
  load: [freed(load as Call), [options]],
};

/** Only what throws is looked at for tensors that are left. */
function freed(call: Call): Call {
  return async (...values) => {
    const { model } = (await call(...values)) as models.TrainedModel;
    model.dispose();
  };
}

beforeAll(() => useBackend('wasm'));

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls).sort()).toEqual([...exportedFunctions(models), 'load'].sort());
});

test.each(Object.keys(rightCalls))('%s throws its own errors and leaves no tensor', async (name) => {
  await expectOwnErrors(...rightCalls[name]!);
});

test('images of grey levels are refused, and told how to mend them', async () => {
  const { model } = await models.loadModel('mnist');
  const images = tf.fill([1, 28, 28, 1], 255) as tf.Tensor4D;
  await expect(model.parse(images)).rejects.toThrow(/values from 255 to 255; .* divide by 255/);
  images.dispose();
  model.dispose();
});
