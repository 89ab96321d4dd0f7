import { type BackendName, turnOfTheLoop } from '@rnp/backend';
import { batchOf, type Dataset, trainingData } from '@rnp/datasets';
import { loadModel } from '@rnp/models';
import { createRnp, train } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { defaultRecipe, recipes } from '../recipes/recipes.js';

/** How fast a backend is on this machine, on one core unless the backend takes more by itself. */
export interface BackendFigures {
  readonly backend: BackendName;
  /** Billions of multiplications and additions a second, each counted, of a product of two matrices of 512×512. */
  readonly gflops: number;
  /** Milliseconds from an image of a digit to its tree, by the trained model `mnist`. */
  readonly parseMs: number;
  /** Milliseconds of a step of training with the settings of `rnp train` where none are given, without further workers. */
  readonly stepMs: number;
}

/** What is measured, in this order. */
export const measurements: readonly (keyof BackendFigures)[] = ['gflops', 'parseMs', 'stepMs'];

const side = 512;

/** Seconds after which a first call is not made again: beside them what engines compile at first is little. */
const veryLong = 5;

/** Steps of a training that is left long before. */
const unending = 1e6;

/** Share of the time of which nothing is counted: engines go on compiling for some hundred calls. */
const warmUp = 1 / 3;

/**
 * Measures a backend, which is active and has been prepared.
 *
 * @param digits what is parsed and learned
 * @param seconds of each measurement; more where a call takes longer
 * @param onMeasured called after each of `measurements`
 * @throws the signal's reason; no tensor is left then
 */
export async function machineFigures(
  backend: BackendName,
  digits: Dataset,
  seconds: number,
  { signal, onMeasured }: { readonly signal: AbortSignal; readonly onMeasured: () => void },
): Promise<BackendFigures> {
  const told = (value: number): number => {
    onMeasured();
    return value;
  };
  return {
    backend,
    gflops: told((2 * side ** 3) / (await productMs(seconds, signal)) / 1e6),
    parseMs: told(await parseMs(digits, seconds, signal)),
    stepMs: told(await stepMs(digits, seconds, signal)),
  };
}

async function productMs(seconds: number, signal: AbortSignal): Promise<number> {
  const [a, b] = tf.tidy(() => [1, 2].map((seed) => tf.randomNormal([side, side], 0, 1, 'float32', seed)));
  try {
    return await medianMs(seconds, signal, async () => {
      const product = tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D);
      // Backends that compute later are waited for; one number of the result is read.
      const last = tf.tidy(() => tf.slice(product as tf.Tensor2D, [side - 1, side - 1], [1, 1]));
      await last.data();
      tf.dispose([product, last]);
    });
  } finally {
    tf.dispose([a!, b!]);
  }
}

async function parseMs(digits: Dataset, seconds: number, signal: AbortSignal): Promise<number> {
  const { model } = await loadModel('mnist', { signal });
  const image = tf.tensor4d(batchOf(digits, [0]), [1, ...digits.imageShape]);
  try {
    return await medianMs(seconds, signal, () => model.parse(image));
  } finally {
    image.dispose();
    model.dispose();
  }
}

async function stepMs(digits: Dataset, seconds: number, signal: AbortSignal): Promise<number> {
  const { model: options, training } = recipes[defaultRecipe]!;
  const model = createRnp({ ...options, imageShape: digits.imageShape }, { seed: 1 });
  const endless = { steps: unending, logEvery: 1, parseEvery: 0, signal };
  const events = train(model, trainingData(digits), { ...training, ...endless });
  try {
    return await medianMs(seconds, signal, async () => {
      for (;;) {
        const { value: event } = await events.next();
        if (event?.type === 'progress') return;
        signal.throwIfAborted();
        if (event === undefined) throw new Error('a training has more steps than are measured');
      }
    });
  } finally {
    await events.return(undefined);
    model.dispose();
  }
}

/** The median of as many calls as the time has room for, two at least, without the first ones; of the only one where it took very long. */
async function medianMs(seconds: number, signal: AbortSignal, call: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  const since = (): number => (performance.now() - begun) / 1000;
  const times: { readonly from: number; readonly ms: number }[] = [];
  while (times.length === 0 || since() < seconds || (times.length === 1 && since() < veryLong)) {
    await turnOfTheLoop();
    signal.throwIfAborted();
    const from = since();
    await call();
    times.push({ from, ms: 1000 * (since() - from) });
  }
  signal.throwIfAborted();
  const warm = times.filter(({ from }) => from >= seconds * warmUp);
  const sorted = (warm.length > 0 ? warm : times.slice(-1)).map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)]!;
}
