import { expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createConvVae } from '@rnp/vae';
import { drawSamples } from '../../src/explain/figures.js';

test('noise of parts is refused by its name where a model has none', async () => {
  await useBackend('cpu');
  const model = createConvVae({ imageShape: [12, 12, 1] }, { seed: 1 });
  const drawn: number[] = [];
  const draw = (options: { noise?: number }): Promise<void> =>
    drawSamples(model, { count: 2, seed: 1, ...options }, (_, index) => drawn.push(index));
  await expect(draw({ noise: 0.1 })).rejects.toMatchObject({ code: 'RNP_CONFIG', path: 'noise' });
  expect(drawn).toEqual([]);
  await draw({});
  expect(drawn).toEqual([0, 1]);
  model.dispose();
});
