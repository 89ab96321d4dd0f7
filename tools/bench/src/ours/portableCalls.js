import { useBackend } from '@rnp/backend';
import { createRnp, train } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { recipeOf } from '../recipes.js';
import { noiseData } from './inputs.js';

/** Steps are alike after the first, whatever the batch. */
const [batch, warmUp] = [2, 1];

/**
 * Counts the kernel calls of one training step by TensorFlow.js's own ops, as tfjs-node, WebGL and WebGPU compute it; here on the backend that is
 * plain JavaScript. The number is exact: every call counts, also one that computes nothing, and so does every op
 * with a gradient of its own.
 *
 * @param {{ recipe: string }} options
 */
export async function measure({ recipe }, progress = () => {}) {
  await useBackend('cpu');
  const { model: config, training } = recipeOf(recipe);
  const model = createRnp(config, { seed: 1 });
  const source = noiseData(model.config.imageShape, 2 * batch);
  const until = warmUp + 2;
  const options = {
    ...training,
    batchSize: batch,
    steps: 1000,
    until,
    workers: 1,
    logEvery: 1,
    parseEvery: 0,
  };
  const events = train(model, source, options);
  const nextStep = async () => {
    for (;;) {
      const { done, value } = await events.next();
      if (done || value.type === 'progress') return;
    }
  };
  for (let step = 0; step < warmUp; step++) {
    await nextStep();
    progress((step + 1) / until);
  }
  const { kernels } = await tf.profile(nextStep);
  await events.return();
  model.dispose();
  return { calls: kernels.length };
}
