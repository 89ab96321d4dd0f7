import assert from 'node:assert/strict';
import { useBackend } from '@rnp/backend';
import { generate, hyperDense, initHypernet } from '@rnp/hypernet';
import { createRandom } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';

await useBackend('wasm');
const config = { latent: 4, hidden: 8, layers: 2, outputs: { kernel: [3, 5], bias: [5] } };
const parameters = initHypernet(config, createRandom(1));
const programs = tf.tensor2d([1, 0, 0, 0, 0, 1, 0, 0], [2, 4]);
const { kernel, bias } = generate(parameters, config, programs);
assert.deepEqual(kernel.shape, [2, 3, 5]);
assert.deepEqual(hyperDense(tf.ones([2, 7, 3]), kernel, bias).shape, [2, 7, 5]);
