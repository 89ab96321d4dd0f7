import { recipeOf } from '../recipes.js';

/**
 * Milliseconds since the process began at which each thing was done for the first time.
 *
 * @param {{ recipe: string, backend: string, first: 'parse' | 'step' }} options
 */
export async function measure({ recipe, backend, first, batch }) {
  const began = performance.now();
  const { useBackend } = await import('@rnp/backend');
  const { createRnp, train } = await import('@rnp/vae');
  const tf = await import('@tensorflow/tfjs-core');
  const loaded = performance.now();
  await useBackend(backend);
  const ready = performance.now();
  const { model: config, training } = recipeOf(recipe);
  const model = createRnp(config, { seed: 1 });
  const made = performance.now();
  if (first === 'parse') {
    await model.parse(tf.zeros([1, ...model.config.imageShape]));
  } else {
    const { noiseData } = await import('./inputs.js');
    const data = noiseData(model.config.imageShape, batch);
    const options = { ...training, batchSize: batch, steps: 1000, until: 1, parseEvery: 0 };
    for await (const event of train(model, data, options)) if (event.type === 'end') break;
  }
  const done = performance.now();
  return {
    processMs: began,
    packagesMs: loaded - began,
    backendMs: ready - loaded,
    modelMs: made - ready,
    callMs: done - made,
    doneMs: done,
  };
}
