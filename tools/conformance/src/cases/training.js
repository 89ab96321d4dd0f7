import { train } from '@rnp/vae';
import { largestError } from '@rnp-tools/testing/rule';
import { barData, smallModel } from './scene.js';

const options = {
  steps: 8,
  batchSize: 8,
  seed: 1,
  warmup: 0,
  learningRate: 1e-3,
  overlap: [0.05, 0.07],
  overlapDelay: 0,
  overlapWarmup: 5,
  logEvery: 1,
  parseEvery: 0,
};

/** The losses of eight steps of Adam against those of the cpu backend: rounding adds up, so within 1 %. */
export async function* training({ reference }) {
  const model = smallModel();
  const losses = [];
  try {
    for await (const event of train(model, barData, options)) {
      if (event.type === 'progress') losses.push(event.metrics.loss);
    }
  } finally {
    model.dispose();
  }
  if (reference === null) {
    yield { group: 'training', name: 'losses', ratio: 0, where: '', value: losses };
    return;
  }
  const { ratio, index } = largestError(losses, reference.training.losses, (loss) => 0.01 * Math.abs(loss));
  yield { group: 'training', name: 'losses', ratio, where: `step ${index + 1}` };
  const fallen = losses.at(-1) / losses[0];
  yield {
    group: 'training',
    name: 'loss falls',
    ratio: fallen / 0.98,
    where: `to ${fallen.toFixed(3)} of the first`,
  };
}
