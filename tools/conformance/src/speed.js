import { createRnp, train } from '@rnp/vae';
import { bars } from './cases/scene.js';

const steps = 8;
const warm = 3;

/** Milliseconds of a training step of the quick recipe's model with 16 images, once all is compiled. */
export async function millisecondsAStep() {
  const imageShape = [28, 28, 1];
  const model = createRnp(
    { latent: 16, childrenPerLevel: [4, 4], scaleOffset: 1.6, rendering: 'composed', encoder: 'light' },
    { seed: 1 },
  );
  const images = bars(16, imageShape);
  const data = { imageShape, length: 16, batch: () => images };
  let [started, ended] = [0, 0];
  const options = { steps, batchSize: 16, logEvery: 1, parseEvery: 0, warmup: 0 };
  for await (const event of train(model, data, options)) {
    if (event.type !== 'progress') continue;
    // A report has been read back, so what it reports is computed.
    if (event.step === warm) started = performance.now();
    ended = performance.now();
  }
  model.dispose();
  return (ended - started) / (steps - warm);
}
