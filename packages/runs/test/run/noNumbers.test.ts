import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { Dataset } from '@rnp/datasets';
import * as tf from '@tensorflow/tfjs-core';
import { rastersOf } from '../../src/explain/rasters.js';
import { worseThanMeanAdvice } from '../../src/run/learningAdvice.js';

beforeAll(() => useBackend('cpu'));

test.each([Number.NaN, Number.POSITIVE_INFINITY])('a drawing that holds %p is no picture', async (value) => {
  const images = tf.fill([2, 2, 2, 1], value) as tf.Tensor4D;
  await expect(rastersOf(images)).rejects.toMatchObject({ code: 'RNP_DIVERGED' });
  images.dispose();
});

test('a model that draws worse than the mean image is said to be, with what may be wrong', () => {
  const data = {
    name: 'two',
    split: 'test',
    imageShape: [1, 2, 1],
    length: 2,
    images: Uint8Array.of(0, 255, 255, 0),
  } as unknown as Dataset;
  // The mean image is grey: half of 1 squared in each of two pixels.
  expect(worseThanMeanAdvice(0.4, data)).toBeNull();
  expect(worseThanMeanAdvice(0.6, data)).toMatch(/above 0\.5.*other images.*np\.ascontiguousarray/);
  const advice = (steps: number, digest: string, split: 'train' | 'test', ownWeights = true): string | null =>
    worseThanMeanAdvice(0.6, { ...data, split }, { steps, digest: 'its own', ownWeights }, digest);
  expect(advice(20, 'other', 'test')).toMatch(/trained for 20 steps; more training is the likely cure$/);
  expect(advice(2000, 'its own', 'train')).toMatch(/on these very images, so its training went wrong$/);
  expect(advice(2000, 'its own', 'test')).toMatch(/on images like these, so its training went wrong$/);
  expect(advice(2000, 'its own', 'test', false)).toMatch(/went wrong, or its .*np\.ascontiguousarray$/);
  expect(advice(2000, 'other', 'test')).toMatch(/other images$/);
  expect(advice(2000, 'other', 'test', false)).toMatch(/other images, or its .*np\.ascontiguousarray$/);
});
