import { trainingData } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { createRnp, train } from '@rnp/vae';
import { recipeOf } from '../recipes.js';
import { median } from '../statistics.js';
import { startBackend } from './backend.js';
import { noiseData } from './inputs.js';

/** Steps between two looks at the clock: reading the loss each step would wait for it. */
const group = 5;

/**
 * Trains for some steps: time per step (the median over groups of 5), images a second, and the process's peak memory.
 *
 * @param {{ recipe: string, data: 'digits' | 'noise', batch: number, warmUp: number, steps: number,
 *   workers: number, backend: string }} options
 */
export async function measure({ recipe, data, batch, warmUp, steps, workers, backend }, progress) {
  await startBackend(backend);
  const { model: config, training } = recipeOf(recipe);
  const model = createRnp(config, { seed: 1 });
  const source =
    data === 'digits'
      ? trainingData(await embeddedDigits({ split: 'train' }))
      : noiseData(model.config.imageShape, 4 * batch);
  const before = process.memoryUsage().rss;
  const every = Math.min(group, steps);
  const until = warmUp + steps;
  const times = [];
  let last = performance.now();
  const options = { ...training, batchSize: batch, steps: Math.max(1000, until), until, workers };
  for await (const event of train(model, source, { ...options, logEvery: every, parseEvery: 0 })) {
    if (event.type !== 'progress') continue;
    const now = performance.now();
    if (event.step > warmUp && event.step % every === 0) times.push((now - last) / every);
    last = now;
    progress(event.step / until);
  }
  const msPerStep = median(times);
  const megabytes = (bytes) => bytes / 2 ** 20;
  return {
    msPerStep,
    fastestMsPerStep: Math.min(...times),
    imagesPerSecond: (1000 * batch) / msPerStep,
    peakRssMb: megabytes(process.resourceUsage().maxRSS * 1024),
    rssBeforeMb: megabytes(before),
  };
}
