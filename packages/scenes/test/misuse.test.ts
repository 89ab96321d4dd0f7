import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRnp } from '@rnp/vae';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as scenes from '../src/index.js';

beforeAll(() => useBackend('wasm'));

/** Calls with right arguments. */
function rightCalls(): Readonly<Record<string, readonly unknown[]>> {
  const model = createRnp({ imageShape: [8, 8, 1], latent: 4, childrenPerLevel: [2] }, { seed: 1 });
  const canvases = tf.fill([1, 12, 16, 1], 0.1);
  const { signal } = new AbortController();
  const options = {
    side: 10,
    maxObjects: 2,
    cost: 1,
    windows: 1,
    rounds: 1,
    steps: 1,
    signal,
    onProgress: () => undefined,
    onFound: () => undefined,
  };
  return {
    explainScenes: [model, canvases, options],
    objectImages: [canvases, { size: [8, 8], side: 10, windows: 1 }],
  };
}

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(exportedFunctions(scenes));
});

test.each(exportedFunctions(scenes))('%s throws its own errors', async (name) => {
  await expectOwnErrors((scenes as unknown as Record<string, Call>)[name]!, rightCalls()[name]!);
});
