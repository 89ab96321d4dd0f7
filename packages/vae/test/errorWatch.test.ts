import { expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRnp, type TrainEvent, train } from '../src/index.js';
import { divergenceAdvice } from '../src/training/divergenceAdvice.js';
import { createErrorWatch } from '../src/training/errorWatch.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';
import { tinyEncoder } from './tinyEncoder.js';

test('an error far above its best for 50 steps is told once, and again after it has come back', () => {
  const watch = createErrorWatch();
  const told = (from: number, to: number, error: number): (string | null)[] => {
    const words: (string | null)[] = [];
    for (let step = from; step <= to; step += 10) words.push(watch.look(step, error));
    return words.filter((word) => word !== null);
  };
  expect(told(10, 100, 43.21)).toEqual([]);
  expect(told(110, 150, 1880)).toEqual([]);
  expect(told(160, 300, 1880)).toEqual(['the error has risen to 1880 from 43.2 at step 10']);
  expect(watch.risen()).toEqual({ best: { step: 10, error: 43.21 }, last: { step: 300, error: 1880 } });
  expect(told(310, 310, 50)).toEqual([]);
  expect(watch.risen()).toBeNull();
  expect(told(320, 400, 8e18)).toEqual(['the error has risen to 8.0e+18 from 43.2 at step 10']);
});

test('a spike, and an error of up to three times the best, are not told', () => {
  const watch = createErrorWatch();
  for (let step = 1; step <= 500; step++) {
    expect(watch.look(step, step % 40 === 0 ? 1e6 : step % 3 === 0 ? 12 : 36)).toBeNull();
  }
});

test('advice is of the run: what its settings have is not advised', () => {
  const config = { learningRate: 0.001, clipNorm: 10, batchSize: 4 };
  expect(divergenceAdvice(config)).toBe(
    'Lower learningRate (0.001 now), take a larger batchSize (4 now), or use a smaller scaleOffset',
  );
  expect(divergenceAdvice({ ...config, clipNorm: null })).toContain('set clipNorm=10');
  expect(divergenceAdvice({ ...config, clipNorm: 100 })).toContain('set clipNorm=10');
});

test('a run whose error rises and stays so warns once, with a code and advice of its own settings', async () => {
  await useBackend('wasm');
  const model = createRnp(smallRnp(10), { encoder: tinyEncoder });
  const strokes = strokeData();
  // Black, which the untrained model nearly draws, then white: the error rises and stays.
  const data = {
    ...strokes,
    batch: (request: Parameters<typeof strokes.batch>[0]) => {
      const images = strokes.batch(request);
      return request.step < 20 ? images.map(() => 0) : images.map((value) => 1 - value);
    },
  };
  const events: TrainEvent[] = [];
  const options = { steps: 100, batchSize: 4, learningRate: 1e-6, logEvery: 5, parseEvery: 0, clipNorm: 10 };
  for await (const event of train(model, data, options)) events.push(event);
  model.dispose();
  const warnings = events.filter((event) => event.type === 'warning');
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatchObject({
    code: 'error-risen',
    step: 75,
    message: expect.stringMatching(
      /^the error has risen to .* at step \d+\. Lower learningRate \(0\.000001 now\), take/,
    ),
  });
});
