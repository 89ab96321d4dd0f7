import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { parseTreeFromJson } from '@rnp/recursive-decoder';
import { createRnp } from '@rnp/vae';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as scenes from '../src/index.js';

beforeAll(() => useBackend('wasm'));

const tree = parseTreeFromJson({
  schema: 'rnp-parse-tree',
  version: 1,
  imageShape: [8, 8, 1],
  root: {
    level: 0,
    step: 0,
    program: [0],
    action: null,
    toParent: null,
    toImage: [
      [1, 0, 0],
      [0, 1, 0],
    ],
    patch: { shape: [2, 2, 1], data: [1, 1, 1, 1] },
    children: [],
  },
});

/** One object that fills its scene. */
function scene(): scenes.SceneExplanation {
  return {
    imageShape: [8, 8, 1],
    objects: [{ frame: { x: 3.5, y: 3.5, side: 8 }, saved: 1, tree, model: 0 }],
    drawing: new Float32Array(64),
    ground: new Float32Array(64),
    owners: new Uint8Array(64).fill(1),
    figure: new Uint8Array(64).fill(1),
    squaredError: 0,
  };
}

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
    partMasks: [scene(), 0],
    treeMasks: [tree, { size: [4, 4], within: new Uint8Array(16).fill(1) }],
    objectImages: [canvases, { size: [8, 8], side: 10, windows: 1 }],
  };
}

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(exportedFunctions(scenes));
});

test.each(exportedFunctions(scenes))('%s throws its own errors', async (name) => {
  await expectOwnErrors((scenes as unknown as Record<string, Call>)[name]!, rightCalls()[name]!);
});

test.each<[string, unknown, string]>([
  ['nothing', null, 'tree'],
  ['an empty object', {}, 'tree.root'],
  ['a tree without its root', { ...tree, root: undefined }, 'tree.root'],
  ['a tree of no image', { ...tree, imageShape: undefined }, 'tree.imageShape'],
])('%s has no masks, and the argument is named', (_, given, path) => {
  expect(() => scenes.treeMasks(given as typeof tree)).toThrow(
    expect.objectContaining({ code: 'RNP_PARSE_TREE', path }),
  );
});

test('a frame far larger than the canvas is refused, as nothing would be found in it', async () => {
  const model = createRnp({ imageShape: [8, 8, 1], latent: 4, childrenPerLevel: [2] }, { seed: 1 });
  const canvases = tf.zeros([1, 12, 16, 1]) as tf.Tensor4D;
  await expect(scenes.explainScenes(model, canvases, { side: 49 })).rejects.toMatchObject({
    code: 'RNP_CONFIG',
    message: expect.stringMatching(/^options\.side: must be at most 48 on canvases of 12×16.*, not 49/),
  });
  expect(await scenes.explainScenes(model, canvases, { side: 48 })).toHaveLength(1);
  tf.dispose(canvases);
  model.dispose();
});
