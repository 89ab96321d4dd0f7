import assert from 'node:assert/strict';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

const report = await useBackend(['wasm', 'cpu']);
assert.equal(report.name, 'wasm');
const a = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
// Transposed, and differentiated: both are what a stock backend lacks.
const product = tf.matMul(a, a, false, true);
assert.deepEqual([...product.dataSync()], [14, 32, 32, 77]);
const slope = tf.grad((x) => tf.sum(tf.matMul(x, x, false, true)))(a);
assert.deepEqual([...slope.dataSync()], [10, 14, 18, 10, 14, 18]);
