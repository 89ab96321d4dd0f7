import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { batchOf, type Dataset, sceneSource } from '@rnp/datasets';
import { createRnp, type Rnp } from '@rnp/vae';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import type * as tf from '@tensorflow/tfjs-core';
import { openData } from '../../src/data/openData.js';
import * as explain from '../../src/explain/index.js';

const small = { latent: 3, hidden: 4, hyperHidden: 4, stateLayers: 1, policyLayers: 1 };
const { signal } = new AbortController();
const listen = (): void => undefined;

let model: Rnp;
let data: Dataset;
let image: Float32Array;
let programs: tf.Tensor2D;
let explained: explain.ExplainedImage;

beforeAll(async () => {
  await useBackend('wasm');
  model = createRnp({ ...small, childrenPerLevel: [2, 2] }, { seed: 1 });
  data = await openData('digits', 'test');
  image = batchOf(data, [0]);
  programs = model.samplePrior(1, 1);
  explained = await explain.explainImage(model, image);
});

/** Right calls of every function. */
function rightCalls(): Readonly<Record<string, readonly unknown[]>> {
  const shape = [28, 28, 1];
  const picture = explain.rasterOf(image, [28, 28, 1]);
  const { tree } = explained;
  const scenes = sceneSource([data], { count: 0, canvas: 30, length: 2 });
  const shown = {
    found: {
      objects: [{}],
      drawing: new Float32Array(4),
      owners: Uint8Array.of(0, 1, 1, 0),
      figure: new Uint8Array(4),
      squaredError: 1,
    },
    truth: { image: new Uint8Array(4), imageShape: [2, 2, 1], objects: [] },
  };
  const page = {
    width: 40,
    height: 30,
    channels: 1,
    data: new Uint8Array(1200).fill(230).fill(20, 605, 625),
  };
  return {
    blendedWholes: [model, [image, image], 0.5],
    drawSamples: [model, { count: 2, seed: 1, noise: 0.1 }, listen],
    explainImage: [model, image, 1],
    explainImages: [model, image, { infer: 1, signal }],
    explainPicture: [model, page, { maxObjects: 1, size: 20, infer: 1, invert: true }],
    explainPrograms: [model, programs],
    interpolationPicture: [model, [[image, image]], 2],
    levelPrograms: [model, data, { depth: 1, count: 2, onProgress: listen, signal }],
    ownCanvas: [tree.root.children[0], tree],
    measureScenes: [model, scenes, { limit: 1, maxObjects: 1, onScene: listen, onProgress: listen, signal }],
    parsePage: [
      {
        title: 'One',
        image: picture,
        explained: explained.explained,
        tree,
        model: 'model',
        command: 'test',
        version: '1',
      },
    ],
    partsExample: [explained.explained, picture],
    explainAtOneLook: [model, [image]],
    partsPicture: [model, [image]],
    programPictures: [model, data, [{ program: [0, 0, 0], image: 1, path: [1, 2] }]],
    rasterOf: [image, shape],
    rastersOf: [model.decode(programs)],
    samplesGrid: [model, 2],
    samplesPicture: [model, 2, 1],
    scaleFor: [shape, 112],
    scenesFigure: [[shown], { perRow: 1, masks: true, scale: 1, colourOf: () => 0 }],
    swappedPart: [model, [image, image], { part: [1], by: [2] }],
    worstScenes: [[shown], 2],
  };
}

const names = exportedFunctions(explain);

test('every function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(names);
});

test.each(names)('%s throws its own errors and leaves no tensor', async (name) => {
  // A model without parts draws a picture without a tree.
  await expectOwnErrors((explain as unknown as Record<string, Call>)[name]!, rightCalls()[name]!, ['tree']);
});

test('a model that has been disposed of is refused by name', async () => {
  const gone = createRnp({ ...small, childrenPerLevel: [2] }, { seed: 1 });
  gone.dispose();
  await expect(explain.explainImage(gone, image)).rejects.toMatchObject({
    code: 'RNP_WEIGHTS',
    path: 'model',
  });
});

test.each([
  [[3], /shown\[0\]\.path: leads to no part: 3/],
  [[1, 1, 1], /shown\[0\]\.path: leads to no part: 1\.1\.1/],
])('a program of part %p, which is not there, is refused by its path', async (path, words) => {
  await expect(
    explain.programPictures(model, data, [{ program: [0, 0, 0], image: 0, path }]),
  ).rejects.toMatchObject({ code: 'RNP_CONFIG', message: expect.stringMatching(words) });
});

test('data of another shape than the model takes, and more images or levels than there are, are refused', async () => {
  const other = createRnp({ ...small, imageShape: [9, 9, 1], childrenPerLevel: [2] }, { seed: 1 });
  await expect(explain.levelPrograms(other, data, { depth: 0, count: 1 })).rejects.toThrow(
    /^data\.imageShape: is 28×28×1, and the model takes images of 9×9×1$/,
  );
  other.dispose();
  await expect(explain.levelPrograms(model, data, { depth: 3, count: 1 })).rejects.toThrow(
    /^options\.depth:/,
  );
  await expect(explain.levelPrograms(model, data, { depth: 0, count: data.length + 1 })).rejects.toThrow(
    /^options\.count:/,
  );
});
