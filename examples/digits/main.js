// Learn the parts of handwritten digits, without labels, and look at them.
import { mkdir, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { useBackend } from '@rnp/backend';
import { batchOf, preprocessingOf, sequentialBatches, trainingData } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { renderTree } from '@rnp/recursive-decoder';
import { recipes } from '@rnp/runs/recipes';
import { createRnp, evaluate, modelToFiles, train } from '@rnp/vae';
import { saveModelFolder } from '@rnp/vae/node';
import { encodePng, partsFigure, samplesFigure } from '@rnp/viz';
import * as tf from '@tensorflow/tfjs-core';

const { values: flags } = parseArgs({
  options: {
    steps: { type: 'string', default: '1800' },
    out: { type: 'string', default: 'out' },
    backend: { type: 'string', default: 'wasm' },
    smoke: { type: 'boolean', default: false },
  },
});
const steps = flags.smoke ? 3 : Number(flags.steps);

// 1. A backend and data. The same program runs on any backend that is installed.
const { name: backend } = await useBackend(flags.backend);
const digits = await embeddedDigits({ split: 'train' });
const heldOut = await embeddedDigits({ split: 'test' });

// 2. A model of two levels: a digit draws four parts, each part draws four subparts from patches of 8×8. The recipe is what
// `rnp train` takes where nothing else is asked for.
const recipe = recipes['quick-start'];
const model = createRnp({ ...recipe.model, imageShape: digits.imageShape }, { seed: 1 });

// 3. Training is a stream of events, here on all cores. The overlap penalty makes parts share the drawing instead of
// copying each other; it waits until all of them draw.
const options = {
  ...recipe.training,
  steps,
  ...(flags.smoke && { batchSize: 8 }),
  logEvery: 50,
  workers: 'auto',
};
for await (const event of train(model, trainingData(digits), options)) {
  if (event.type === 'progress') {
    const { ssePerImage, klPerImage } = event.metrics;
    console.log(`step ${event.step}: squared error ${ssePerImage.toFixed(1)}, KL ${klPerImage.toFixed(1)}`);
  }
  if (event.type === 'warning') console.log(`warning: ${event.message}`);
}

// 4. How good is it, and is it a parse? Over digits it has never seen.
const batches = flags.smoke ? [batchOf(heldOut, [0, 1])] : sequentialBatches(heldOut);
const { ssePerImage, parse } = await evaluate(model, batches);
const list = (figures) => figures.map((value) => value.toFixed(2)).join(' / ');
console.log(`on ${backend}: SSE per image ${ssePerImage.toFixed(2)}`);
console.log(
  `purity ${list(parse.purity)}, effective children ${list(parse.effectiveChildren)} (parts / subparts)`,
);

// 5. Parse six of them, and six samples from the prior, into trees: plain data that can be drawn at any size.
const [height, width, channels] = digits.imageShape;
const pixels = batchOf(heldOut, [0, 1, 2, 3, 4, 5]);
const images = tf.tensor4d(pixels, [6, height, width, channels]);
const programs = model.samplePrior(6, 7);
const [parsed, sampled] = [await model.parse(images), await model.parsePrograms(programs)];
tf.dispose([images, programs]);

const size = { width, height };
const drawn = (tree) => ({
  reconstruction: renderTree(tree, size),
  parts: tree.root.children.map((_, part) => renderTree(tree, { ...size, path: [part] })),
  partCanvases: tree.root.children.map((node) => ({
    subparts: node.children.map((child) =>
      renderTree({ ...node, children: [child] }, { ...size, frame: 'own' }),
    ),
  })),
});
const examples = parsed.map((tree, i) => {
  const data = pixels.slice(i * width * height * channels, (i + 1) * width * height * channels);
  return { input: { width, height, channels, data }, ...drawn(tree) };
});

// 6. Keep the pictures and the model.
await mkdir(flags.out, { recursive: true });
await writeFile(`${flags.out}/parts.png`, encodePng(partsFigure(examples)));
await writeFile(`${flags.out}/samples.png`, encodePng(samplesFigure(sampled.map(drawn))));
await saveModelFolder(
  `${flags.out}/model`,
  modelToFiles(model, { data: digits.name, preprocessing: preprocessingOf(digits) }),
);
model.dispose();
console.log(`pictures and model in ${flags.out}/`);
