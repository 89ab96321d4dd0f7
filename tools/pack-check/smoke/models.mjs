import assert from 'node:assert/strict';
import { useBackend } from '@rnp/backend';
import { loadModel } from '@rnp/models';
import * as tf from '@tensorflow/tfjs-core';

await useBackend('wasm');
const { model, card } = await loadModel('mnist');
const [tree] = await model.parse(tf.zeros([1, ...card.images.shape]));
assert.equal(tree.root.children.length, 4);
model.dispose();
