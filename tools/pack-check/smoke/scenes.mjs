import assert from 'node:assert/strict';
import { useBackend } from '@rnp/backend';
import { explainScenes, objectImages } from '@rnp/scenes';
import { createRnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';

await useBackend('wasm');
const model = createRnp({ imageShape: [12, 12, 1], latent: 4, childrenPerLevel: [2, 2] }, { seed: 1 });
const canvases = tf.zeros([2, 24, 30, 1]);
const scenes = await explainScenes(model, canvases);
assert.deepEqual(
  scenes.map(({ objects }) => objects.length),
  [0, 0],
);
assert.deepEqual((await objectImages(canvases, { size: [12, 12] })).shape, [0, 12, 12, 1]);
model.dispose();
