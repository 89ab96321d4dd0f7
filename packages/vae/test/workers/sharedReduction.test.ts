import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { initAdam } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { createRnp, expectedShapes, type TrainingState, trainingConfig } from '../../src/index.js';
import { batchNoise, batchTensor } from '../../src/training/batch.js';
import { reportNames } from '../../src/training/loss.js';
import { trainingStep } from '../../src/training/trainingStep.js';
import { sharedLayout } from '../../src/workers/sharedLayout.js';
import { type SharedMoments, sharedReduction } from '../../src/workers/sharedReduction.js';
import { readPlaces, sharedMemory, sharedState, writePlaces } from '../../src/workers/sharedState.js';
import { smallRnp } from '../smallRnp.js';
import { strokeData } from '../strokeData.js';
import { tinyEncoder } from '../tinyEncoder.js';

beforeAll(() => useBackend('wasm'));

/** The bits of tensors, by name. */
function bitsOf(tensors: Readonly<Record<string, tf.Tensor>>): Record<string, string> {
  const bits = (tensor: tf.Tensor): string => Buffer.from(tensor.dataSync().slice().buffer).toString('hex');
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, bits(tensor)]));
}

// Without clipping: the norm that clips is taken in float32 by one, in float64 by the other.
const config = trainingConfig({
  steps: 40,
  batchSize: 4,
  warmup: 4,
  clipNorm: null,
  overlap: [0.02, 0.02],
  patchWeight: 0.1,
  weightNorm: 1e-3,
  frozen: ['decoder/policy/'],
});

test('a step of a worker that has the whole batch is the step of one thread, to the bit', () => {
  // Without a batch norm, whose sums over workers are rounded in another order.
  const { network, weights } = createRnp(smallRnp(10), { seed: 3, encoder: tinyEncoder });
  const layout = sharedLayout({
    ...expectedShapes(network),
    frozen: config.frozen,
    workers: 1,
    terms: reportNames.length - 1,
    images: 400,
    noise: 16,
  });
  const shared = sharedState(sharedMemory(layout), layout);
  writePlaces(shared.weights, layout.parameters, weights.parameters);
  const reduction = sharedReduction(shared, 0, { workers: 1, training: config });
  let one: TrainingState = { ...weights, adam: initAdam(weights.parameters), step: 0 };
  const parameters = readPlaces(shared.weights, layout.parameters);
  let worker: TrainingState<SharedMoments> = {
    parameters,
    runningStatistics: {},
    adam: { updates: 0 },
    step: 0,
  };
  for (let step = 0; step < 40; step++) {
    const images = batchTensor(strokeData(), step, config);
    const noise = tf.tensor2d(batchNoise(4, step, config), [4, 4]);
    const local = trainingStep(network, one, images, noise, config);
    const reduced = trainingStep(network, worker, images, noise, config, reduction);
    const report = [...local.report.dataSync()];
    expect(reduced.report.slice(0, -1)).toEqual(report.slice(0, -1));
    expect(Math.abs(reduced.report.at(-1)! / report.at(-1)! - 1)).toBeLessThan(1e-5);
    [one, worker] = [local.state, reduced.state];
  }
  expect(bitsOf(worker.parameters)).toEqual(bitsOf(one.parameters));
  expect(bitsOf(readPlaces(shared.first, layout.parameters))).toEqual(bitsOf(one.adam.first));
  expect(bitsOf(readPlaces(shared.second, layout.parameters))).toEqual(bitsOf(one.adam.second));
});
