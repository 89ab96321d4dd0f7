import assert from 'node:assert/strict';
import { useBackend } from '@rnp/backend';
import { createRnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';

await useBackend('wasm');
const model = createRnp({ imageShape: [12, 12, 1], latent: 4, childrenPerLevel: [2, 2] }, { seed: 1 });
const [tree] = await model.parse(tf.ones([1, 12, 12, 1]));
assert.equal(tree.schema, 'rnp-parse-tree');
assert.equal(tree.root.children.length, 2);
model.dispose();
