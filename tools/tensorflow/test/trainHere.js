// Runs in a process of its own: 20 steps on the backend named in the arguments; prints its losses as JSON.
import { useBackend } from '@rnp/backend';
import { createRnp, train } from '@rnp/vae';
import { tfjsNodeLoader } from '@rnp-tools/tensorflow';
import * as tf from '@tensorflow/tfjs-core';

const report = await useBackend(['webgpu', process.argv[2]], { load: tfjsNodeLoader() });
const before = tf.memory().numTensors;
const side = 14;
const model = createRnp(
  {
    imageShape: [side, side, 1],
    latent: 6,
    childrenPerLevel: [2, 2],
    hidden: 8,
    cellInput: 6,
    hyperHidden: 8,
    leaf: { kind: 'dense', patch: [4, 4] },
    rendering: 'composed',
  },
  { seed: 3 },
);
// Bars at other places from image to image.
const bar = (i, pixel) => (Math.abs((pixel % side) - 1 - (i % 12)) < 2 ? 1 : 0);
const data = {
  imageShape: [side, side, 1],
  length: 12,
  batch: ({ step, batchSize }) =>
    Float32Array.from({ length: batchSize * side * side }, (_, k) =>
      bar(step * batchSize + Math.floor(k / (side * side)), k % (side * side)),
    ),
};
const losses = [];
const options = { steps: 20, batchSize: 12, logEvery: 1, parseEvery: 0, warmup: 0, learningRate: 5e-3 };
for await (const event of train(model, data, options)) {
  if (event.type === 'progress') losses.push(event.metrics.loss);
}
model.dispose();
const left = tf.memory().numTensors - before;
console.log(JSON.stringify({ report, active: tf.getBackend(), losses, left }));
