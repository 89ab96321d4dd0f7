import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import {
  createConvVae,
  evaluate,
  type FreeNodes,
  type InferOptimiser,
  type InferOptions,
  type InferStart,
  infer,
} from '../../src/index.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';

beforeAll(() => useBackend('cpu'));

const shape: readonly [number, number, number] = [12, 12, 1];

test.each<[string, InferOptions, string]>([
  ['other nodes', { free: 'leaves' as FreeNodes }, 'options.free'],
  ['half a step', { steps: 0.5 }, 'options.steps'],
  ['a start that is none', { start: 'middle' as InferStart }, 'options.start'],
  ['an optimiser that is none', { optimiser: 'newton' as InferOptimiser }, 'options.optimiser'],
  ['half a seed', { seed: 0.5 }, 'options.seed'],
  ['no rate', { learningRate: 0 }, 'options.learningRate'],
  ['a negative precision', { precisions: { states: -1 } }, 'options.precisions.states'],
  ['a precision that overflows', { precisions: { pixels: 1e7 } }, 'options.precisions.pixels'],
  ['no precision of pixels', { precisions: { pixels: 0 } }, 'options.precisions.pixels'],
  ['an unknown precision', { precisions: { pixel: 1 } as never }, 'options.precisions.pixel'],
  ['an unknown option', { step: 3 } as never, 'options.step'],
])('%s is refused by name', async (_, options, path) => {
  const model = boldRnp();
  const images = strokes(1, shape);
  await expect(infer(model, images, options)).rejects.toMatchObject({ code: 'RNP_CONFIG', path });
  model.dispose();
  images.dispose();
});

test('a model without parts is refused', async () => {
  const model = createConvVae({ imageShape: shape, latent: 4 }, { seed: 3 });
  const images = strokes(1, shape);
  await expect(infer(model as never, images)).rejects.toMatchObject({ code: 'RNP_CONFIG', path: 'model' });
  model.dispose();
  images.dispose();
});

test('who asks evaluate for trees of a model without parts is refused, and what is no function', async () => {
  const model = createConvVae({ imageShape: shape, latent: 4 }, { seed: 3 });
  const images = [new Float32Array(144)];
  await expect(evaluate(model, images, { onTrees: () => undefined })).rejects.toMatchObject({
    code: 'RNP_CONFIG',
    path: 'model',
  });
  await expect(evaluate(model, images, { onTrees: [] as never })).rejects.toMatchObject({
    code: 'RNP_CONFIG',
    path: 'options.onTrees',
  });
  model.dispose();
});

test('a batch without an image is refused', async () => {
  const model = boldRnp();
  const none = tf.zeros([0, ...shape]) as tf.Tensor4D;
  await expect(infer(model, none)).rejects.toMatchObject({ code: 'RNP_IMAGES', path: 'images' });
  model.dispose();
  none.dispose();
});
