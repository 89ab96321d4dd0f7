// Runs in a browser: the functions that browser.test.ts calls.
import { useBackend } from '@rnp/backend';
import { createRnp, train } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { smallRnp } from '../smallRnp.js';
import { strokeData } from '../strokeData.js';

export interface Outcome {
  readonly isolated: boolean;
  readonly warnings: readonly string[];
  readonly losses: readonly number[];
  readonly weights: readonly number[];
  readonly leaked: number;
}

/** A few steps of a small model; the model's weights as far as they fit a message. */
export async function trainHere(workers: number, steps: number): Promise<Outcome> {
  await useBackend('wasm', { wasmPaths: '/' });
  const before = tf.memory().numTensors;
  const model = createRnp(smallRnp(14), { seed: 3 });
  const losses: number[] = [];
  const warnings: string[] = [];
  const options = { steps, batchSize: 8, logEvery: 1, parseEvery: 0, warmup: 0, workers, wasmPaths: '/' };
  for await (const event of train(model, strokeData([14, 14, 1]), options)) {
    if (event.type === 'progress') losses.push(event.metrics.loss);
    if (event.type === 'warning') warnings.push(event.message);
  }
  const weights = Object.values(model.weights.parameters).flatMap((weight) => [
    ...weight.dataSync().slice(0, 50),
  ]);
  model.dispose();
  return {
    isolated: globalThis.crossOriginIsolated,
    warnings,
    losses,
    weights,
    leaked: tf.memory().numTensors - before,
  };
}
