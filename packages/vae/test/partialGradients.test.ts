import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { adamUpdate, clipFactor, createRandom, globalNorm, initAdam } from '@rnp/nn';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { createRnp, trainingConfig } from '../src/index.js';
import { lossGradients } from '../src/training/index.js';
import { partialGradients } from '../src/training/lossGradients.js';
import { trainingStep } from '../src/training/trainingStep.js';
import { smallRnp } from './smallRnp.js';
import { strokes } from './strokes.js';

// Where a call costs more than what it computes, penalties on weights reach their gradients without the tape.
beforeAll(() => useBackend('cpu'));

const model = (): ReturnType<typeof createRnp> => createRnp(smallRnp(10), { seed: 1 });

function batch(): { images: tf.Tensor4D; noise: tf.Tensor2D } {
  const random = createRandom(1, 0);
  const values = Float32Array.from({ length: 12 }, () => random.normal());
  return { images: strokes(3, [10, 10, 1]), noise: tf.tensor2d(values, [3, 4]) };
}

const apartOf = (a: tf.Tensor, b: tf.Tensor): number =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);

test.each([
  ['mean', []],
  ['sum', []],
  ['mean', ['decoder/state/trunk', 'encoder/']],
] as const)('with what penalties add they are those of the loss: %s, frozen %j', (reduction, frozen) => {
  const { network, weights } = model();
  const { images, noise } = batch();
  const config = trainingConfig({ weightNorm: 3, reduction, frozen });
  const whole = lossGradients(network, weights, images, noise, config);
  const apart = partialGradients(network, weights, images, noise, config, undefined, true);
  expect(apart.penalties.map(({ names }) => names.length > 2)).toEqual([true, true]);
  expect([...apart.terms.dataSync()]).toEqual([...whole.terms.dataSync()]);
  let changed = 0;
  for (const [name, gradient] of Object.entries(whole.gradients)) {
    const own = apart.gradients[name]!;
    if (gradient === null) {
      expect(own).toBeNull();
      continue;
    }
    const penalty = apart.penalties.find(({ names }) => names.includes(name));
    const value = weights.parameters[name]!;
    const sum = penalty ? tf.add(own, tf.mul(value, penalty.factor)) : own;
    const largest = tf.max(tf.abs(gradient)).dataSync()[0]!;
    expect(apartOf(sum, gradient)).toBeLessThan(1e-6 * Math.max(1, largest));
    if (penalty && apartOf(own, gradient) > 1e-3) changed++;
  }
  expect(changed).toBeGreaterThan(3);
});

test('a step is Adam’s with the gradients of the whole loss, and leaves no tensor', async () => {
  const left = await leakedTensors(() => {
    const one = model();
    const { network, weights } = one;
    const { images, noise } = batch();
    const config = trainingConfig({ weightNorm: 3, clipNorm: 1 });
    const adam = initAdam(weights.parameters);
    const state = { ...weights, adam, step: 0 };
    const own = lossGradients(network, weights, images, noise, { ...config, overlap: [0, 0] });
    const gradients = Object.values(own.gradients).filter((gradient) => gradient !== null);
    const norm = globalNorm(gradients);
    const factor = clipFactor(norm, config.clipNorm);
    const settings = { learningRate: 1e-3, factor, clipValue: config.clipValue };
    const byHand = adamUpdate(weights.parameters, own.gradients, initAdam(weights.parameters), settings);
    const step = { ...config, overlap: [0, 0], learningRate: 1e-3, warmup: 0, decay: 'none' };
    const made = trainingStep(network, state, images, noise, step as typeof config);
    expect([...made.report.dataSync()].at(-1)! / norm.dataSync()[0]!).toBeCloseTo(1, 5);
    // The moments tell gradients of any size; weights go the same way whatever it is.
    for (const [name, first] of Object.entries(byHand.state.first)) {
      expect(apartOf(made.state.adam.first[name]!, first)).toBeLessThan(1e-7);
      expect(apartOf(made.state.adam.second[name]!, byHand.state.second[name]!)).toBeLessThan(1e-7);
    }
    tf.dispose([images, noise, norm, factor, own, byHand.parameters] as unknown as tf.TensorContainer);
    tf.dispose([byHand.state.first, byHand.state.second, made.report] as unknown as tf.TensorContainer);
    const { parameters, runningStatistics } = made.state;
    tf.dispose([
      parameters,
      runningStatistics,
      made.state.adam.first,
      made.state.adam.second,
    ] as unknown as tf.TensorContainer);
    one.dispose();
  });
  expect(left).toBe(0);
});
