import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { initAdam } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { createRnp, train } from '../src/index.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';

describe('before the first step', () => {
  beforeAll(() => useBackend('cpu'));

  test.each([
    [{ batchSize: 17 }, strokeData(), /16 images, fewer than a batch of 17/],
    [{ batchSize: 4, steps: 0 }, strokeData(), /training\.steps/],
    [{ batchSize: 4 }, strokeData([8, 10, 1]), /8×10×1.*10×10×1/],
  ])('%j is refused', async (settings, data, message) => {
    const model = createRnp(smallRnp(10));
    const first = (): Promise<unknown> => train(model, data, { steps: 6, ...settings }).next();
    await expect(first()).rejects.toThrow(message);
    await expect(first()).rejects.toBeInstanceOf(RnpError);
    model.dispose();
  });

  test('data without images is at fault itself: no batch could be small enough', async () => {
    const model = createRnp(smallRnp(10));
    await expect(train(model, { ...strokeData(), length: 0 }, { steps: 6 }).next()).rejects.toMatchObject({
      code: 'RNP_IMAGES',
      path: 'data.length',
      message: expect.stringMatching(/the data has no images$/),
    });
    model.dispose();
  });

  test('fresh moments are zero', () => {
    const model = createRnp(smallRnp(10));
    const adam = initAdam(model.weights.parameters);
    expect(Object.keys(adam.first)).toEqual(Object.keys(model.weights.parameters));
    expect(Object.values(adam.second).every((m) => m.dataSync().every((v) => v === 0))).toBe(true);
    tf.dispose([adam.first, adam.second] as tf.TensorContainer);
    model.dispose();
  });
});
