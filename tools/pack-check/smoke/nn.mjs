import assert from 'node:assert/strict';
import { useBackend } from '@rnp/backend';
import { createRandom, dense, initDense, layerNorm } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';

await useBackend('wasm');
const { kernel, bias } = initDense(4, 3, createRandom(1));
const y = dense(tf.ones([2, 4]), kernel, bias, 'elu');
assert.deepEqual(y.shape, [2, 3]);
assert.deepEqual(layerNorm(y, tf.ones([3]), tf.zeros([3])).shape, [2, 3]);
