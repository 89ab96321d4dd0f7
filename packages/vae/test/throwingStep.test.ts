import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import {
  createRnp,
  type Encoder,
  infer,
  type Model,
  type TrainingData,
  type TrainOptions,
  train,
  trainingConfig,
} from '../src/index.js';
import { lossGradients } from '../src/training/index.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';
import { strokes } from './strokes.js';
import { tinyEncoder } from './tinyEncoder.js';

/** The tiny encoder, with a mistake that shows after part of a step was computed, every second time. */
function mistaken(): Encoder {
  let calls = 0;
  return {
    ...tinyEncoder,
    encode: (...inputs) => {
      const posterior = tinyEncoder.encode(...inputs);
      tf.sigmoid(posterior.mean);
      if (++calls % 2 === 0) throw new Error('a mistake of the encoder');
      return posterior;
    },
  };
}

async function run(model: Model, data: TrainingData, options: TrainOptions = {}): Promise<void> {
  for await (const _ of train(model, data, { steps: 4, batchSize: 4, parseEvery: 0, ...options }));
}

const batchOf = (batch: unknown): TrainingData => ({ ...strokeData(), batch: () => batch as Float32Array });

describe.each(composedOn)('a step that throws leaves no tensor on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each([
    ['the encoder', { encoder: mistaken() }, strokeData(), {}, /mistake of the encoder/],
    ['too many overlap weights', {}, strokeData(), { overlap: [1, 2, 3] }, /training\.overlap/],
    ['a batch that is too short', {}, batchOf(new Float32Array(399)), {}, /400 values .* not 399 values/],
    ['a batch of bytes', {}, batchOf(new Uint8Array(400)), {}, /Float32Array of 400/],
    ['a promised batch', {}, batchOf(Promise.resolve(new Float32Array(400))), {}, /Float32Array of 400/],
  ])('%s', async (_name, made, data, options, message) => {
    expect(
      await leakedTensors(async () => {
        const model = createRnp(smallRnp(10), { encoder: tinyEncoder, ...made });
        await expect(run(model, data, options)).rejects.toThrow(message);
        // Nor is the next run hindered.
        await run(model, strokeData(), { steps: 1 });
        model.dispose();
      }),
    ).toBe(0);
  });

  test('lossGradients with weights of the penalty that do not fit', async () => {
    const images = strokes(4, [10, 10, 1]);
    const noise = tf.zeros([4, 4]) as tf.Tensor2D;
    const config = trainingConfig({ overlap: [1, 2, 3], weightNorm: 1e-4 });
    const model = createRnp(smallRnp(10), { encoder: tinyEncoder });
    expect(
      await leakedTensors(() =>
        expect(() => lossGradients(model.network, model.weights, images, noise, config)).toThrow(/weights/),
      ),
    ).toBe(0);
    tf.dispose([images, noise]);
    model.dispose();
  });

  test('infer, when its images or its model are freed under it', async () => {
    expect(
      await leakedTensors(async () => {
        for (const freed of ['images', 'model'] as const) {
          const model = createRnp(smallRnp(10), { encoder: tinyEncoder });
          const images = strokes(2, [10, 10, 1]);
          const inferred = infer(model, images, { steps: 5 });
          (freed === 'images' ? images : model).dispose();
          const code = freed === 'images' ? 'RNP_IMAGES' : 'RNP_WEIGHTS';
          await expect(inferred).rejects.toMatchObject({ code });
          images.dispose();
          model.dispose();
        }
      }),
    ).toBe(0);
  });
});
