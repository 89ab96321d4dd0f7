import { expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { batchOf, subset, trainingData } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { createRnp, evaluate, train } from '../src/index.js';

test('eight digits are learned by heart: SSE below 2 within 1,000 steps', async () => {
  await useBackend('wasm');
  const digits = subset(await embeddedDigits({ split: 'train' }), 0, 8);
  const model = createRnp({ latent: 16, rendering: 'composed' }, { seed: 1 });
  const options = {
    steps: 1000,
    batchSize: 8,
    beta: 0,
    warmup: 100,
    learningRate: 3.5e-4,
    logEvery: 20,
    parseEvery: 0,
  };
  let sse = Number.POSITIVE_INFINITY;
  for await (const event of train(model, trainingData(digits), options)) {
    if (event.type !== 'progress') continue;
    sse = (await evaluate(model, [batchOf(digits, [0, 1, 2, 3, 4, 5, 6, 7])])).ssePerImage;
    if (sse < 2) break;
  }
  expect(sse).toBeLessThan(2);
  model.dispose();
});
