import { useBackend } from '@rnp/backend';
import { wasmPaths } from '@rnp/backend/wasm-paths';
import { createRnp, train as trainModel } from '@rnp/vae';

const imageShape = [14, 14, 1];

/** Crosses whose lines wander with step and place in the batch. */
const crosses = {
  imageShape,
  length: 196,
  batch: ({ step, batchSize }) =>
    Float32Array.from({ length: batchSize * 196 }, (_, i) => {
      const at = step * batchSize + Math.floor(i / 196);
      return i % 14 === at % 14 || Math.floor((i % 196) / 14) === (3 * at) % 14 ? 1 : 0;
    }),
};

/** A few steps by two workers, and what was heard of them. */
export async function train(more = {}) {
  await useBackend('wasm', { wasmPaths });
  const model = createRnp({ imageShape, latent: 4, childrenPerLevel: [2, 2] }, { seed: 3 });
  const answer = { workers: 0, losses: [], warnings: [] };
  const options = { steps: 4, batchSize: 8, workers: 2, logEvery: 1, parseEvery: 0, warmup: 0, ...more };
  for await (const event of trainModel(model, crosses, options)) {
    if (event.type === 'start') answer.workers = event.workers;
    if (event.type === 'progress') answer.losses.push(event.metrics.loss);
    if (event.type === 'warning') answer.warnings.push(event.message);
  }
  model.dispose();
  return answer;
}
