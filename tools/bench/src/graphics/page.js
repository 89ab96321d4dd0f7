// Runs in a browser; its exports are called from ../ours/graphicsStep.js. It imports packages only: those of another checkout may take their place.
import { useBackend } from '@rnp/backend';
import { createRnp, train } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Trains for some steps, of which the last is counted; the first ones compile.
 *
 * @param {{ backend: 'webgl' | 'webgpu', model: object, training: object, batch: number, warmUp: number, steps: number }} options
 *   steps: those that are timed
 * @returns {Promise<{ refused: string } | { times: number[], dispatches: number, kernels: [string, number][] }>} times: milliseconds
 *   of each step; dispatches: programs that one step starts on the card; kernels: how many of them which kernel starts
 */
export async function trainedSteps({ backend, model: config, training, batch, warmUp, steps }) {
  const count = startsCounted();
  try {
    await useBackend(backend);
  } catch (error) {
    return { refused: error.message };
  }
  const model = createRnp(config, { seed: 1 });
  const data = pattern(model.config.imageShape, batch);
  const options = { ...training, batchSize: batch, steps: 1000, logEvery: 1, parseEvery: 0 };
  const events = train(model, data, options);
  // A report has been read back, so what it reports is computed.
  const step = async () => {
    for (;;) {
      const { done, value } = await events.next();
      if (done) throw new Error('the training ended early');
      if (value.type === 'progress') return value.metrics.loss;
    }
  };
  for (let i = 0; i < warmUp; i++) await step();
  // Our own are registered once they are called.
  const names = kernelsNamed(backend);
  const times = [];
  const kernels = new Map();
  let [dispatches, loss] = [0, 0];
  for (let i = 0; i < steps; i++) {
    if (i === steps - 1) {
      count.each = () => {
        dispatches++;
        const name = names.at(-1) ?? 'none';
        kernels.set(name, (kernels.get(name) ?? 0) + 1);
      };
    }
    const started = performance.now();
    loss = await step();
    times.push(performance.now() - started);
  }
  count.each = () => {};
  await events.return();
  model.dispose();
  if (!Number.isFinite(loss)) throw new Error(`the loss after these steps is ${loss}`);
  return { times, dispatches, kernels: [...kernels].sort(([, a], [, b]) => b - a) };
}

/** Whatever starts a program on the card calls `each` first. */
function startsCounted() {
  const count = { each: () => {} };
  const counted = (owner, method) => {
    const original = owner?.prototype[method];
    if (original === undefined) return;
    owner.prototype[method] = function (...args) {
      count.each();
      return original.apply(this, args);
    };
  };
  counted(globalThis.GPUComputePassEncoder, 'dispatchWorkgroups');
  counted(globalThis.GPUComputePassEncoder, 'dispatchWorkgroupsIndirect');
  counted(globalThis.WebGL2RenderingContext, 'drawElements');
  counted(globalThis.WebGL2RenderingContext, 'drawArrays');
  return count;
}

/** The kernels that run at a moment, the innermost last. */
function kernelsNamed(backend) {
  const running = [];
  for (const kernel of tf.getKernelsForBackend(backend)) {
    const { kernelName, kernelFunc } = kernel;
    kernel.kernelFunc = (call) => {
      running.push(kernelName);
      try {
        return kernelFunc(call);
      } finally {
        running.pop();
      }
    };
  }
  return running;
}

/** Images that are no noise and need no package: the speed does not depend on them. */
function pattern(imageShape, length) {
  const size = length * imageShape.reduce((product, side) => product * side, 1);
  const images = Float32Array.from({ length: size }, (_, i) => (0.618034 * i) % 1);
  return { imageShape, length, batch: () => images };
}
