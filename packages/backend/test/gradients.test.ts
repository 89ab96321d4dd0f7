import { beforeAll, describe, expect, test } from '@jest/globals';
import { gradientCheck } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { prepareBackend, useBackend } from '../src/index.js';
import { random } from './oracle.js';

type Operation = (x: tf.Tensor) => tf.Tensor;

/** What models are built from. Each takes a [3,4] tensor of positive values. */
const operations: Record<string, Operation> = {
  abs: tf.abs,
  add: (x) => tf.add(x, 1),
  broadcast: (x) => tf.mul(x, tf.sum(x, 0)),
  broadcastTo: (x) => tf.broadcastTo(tf.reshape(x, [3, 1, 4]), [3, 2, 4]),
  clip: (x) => tf.clipByValue(x, -9, 9),
  concat: (x) => tf.concat([x, tf.neg(x)], 1),
  cos: tf.cos,
  div: (x) => tf.div(1, tf.add(x, 2)),
  elu: tf.elu,
  exp: tf.exp,
  expandDims: (x) => tf.expandDims(x, 1),
  gather: (x) => tf.gather(x, tf.tensor1d([1, 1, 0], 'int32')),
  log: (x) => tf.log(tf.add(x, 2)),
  logSumExp: (x) => tf.logSumExp(x, 1),
  matMul: (x) => tf.matMul(x, x, false, true),
  mean: (x) => tf.mean(x, 0),
  moments: (x) => tf.moments(x, 1).variance,
  pad: (x) =>
    tf.pad(x, [
      [1, 0],
      [0, 2],
    ]),
  pow: (x) => tf.pow(tf.add(x, 2), 3),
  prod: (x) => tf.prod(x, 1),
  relu: tf.relu,
  relu6: tf.relu6,
  sigmoid: tf.sigmoid,
  sin: tf.sin,
  slice: (x) => tf.slice(x, [1, 0], [2, 3]),
  softmax: (x) => tf.softmax(x),
  softplus: tf.softplus,
  split: (x) => tf.split(x, 2, 1)[1]!,
  sqrt: (x) => tf.sqrt(tf.add(x, 2)),
  square: tf.square,
  stack: (x) => tf.stack([x, x]),
  sum: (x) => tf.sum(x, 0),
  tanh: tf.tanh,
  tile: (x) => tf.tile(x, [2, 1]),
  transpose: (x) => tf.transpose(x),
  unstack: (x) => tf.unstack(x)[2]!,
};

describe.each(['cpu', 'wasm'] as const)('gradients on %s', (name) => {
  beforeAll(async () => {
    await useBackend(name);
  });

  test.each(Object.keys(operations))('%s', (key) => {
    const x = tf.tidy(() => tf.add(tf.abs(random([3, 4], 5)), 0.05));
    gradientCheck((input) => tf.sum(tf.square(operations[key]!(input))), [x]);
    x.dispose();
  });

  test('a second derivative', () => {
    const slope = tf.grad((x) => tf.sum(tf.grad((y) => tf.sum(tf.pow(y, 3)))(x)));
    const value = tf.tidy(() => slope(tf.tensor1d([2])).dataSync()[0]!);
    expect(value).toBeCloseTo(12, 4);
  });
});

test('prepareBackend keeps a gradient that is registered already', async () => {
  await useBackend('cpu');
  const before = tf.getGradient(tf.Tanh);
  prepareBackend();
  expect(tf.getGradient(tf.Tanh)).toBe(before);
});

test('prepareBackend equips a backend that the program chose itself', async () => {
  await useBackend('wasm');
  const factory = tf.findBackendFactory('wasm');
  await useBackend('cpu');
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory);
  await tf.setBackend('wasm');
  prepareBackend();
  const sum = tf.tidy(
    () => tf.sum(tf.matMul(tf.ones([2, 3, 4]), tf.ones([2, 3, 4]), false, true)).dataSync()[0],
  );
  expect(sum).toBe(72);
});
