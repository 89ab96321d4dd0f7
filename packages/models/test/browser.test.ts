import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { embeddedDigits } from '@rnp/datasets/digits';
import { loadModel } from '@rnp/models';
import { findChromium, openPage } from '@rnp-tools/browser-testing';
import * as tf from '@tensorflow/tfjs-core';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const chromium = findChromium();
const names = ['config.json', 'model.safetensors', 'card.json'];

describe('loadModel in Chromium', () => {
  if (chromium === undefined) {
    test.skip('skipped: there is no Chromium here; install one or set CHROMIUM_PATH', () => {});
    return;
  }

  test('reads the files that the page serves and draws what Node draws', async () => {
    const { images } = await embeddedDigits({ split: 'test' });
    const pixels = [...images.subarray(0, 784)].map((value) => value / 255);
    await useBackend('cpu');
    const { model } = await loadModel('mnist');
    const expected = tf.tidy(() => [...model.reconstruct(tf.tensor4d(pixels, [1, 28, 28, 1])).dataSync()]);
    model.dispose();
    const page = await openPage(here('./browser/page.ts'), chromium, {
      graphics: 'none',
      files: Object.fromEntries(names.map((name) => [`/digits/${name}`, here(`../trained/mnist/${name}`)])),
    });
    try {
      const drawn = await page.call<number[]>('reconstructHere', pixels, '/digits');
      expect(Math.max(...drawn.map((value, i) => Math.abs(value - expected[i]!)))).toBeLessThan(1e-4);
      const failed = await page.call<string>('failHere', '/elsewhere');
      expect(failed).toMatch(/elsewhere\/.*cannot be read: the server answered 404.*`from`/);
    } finally {
      await page.close();
    }
  });
});
