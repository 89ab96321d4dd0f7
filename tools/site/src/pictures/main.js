/**
 * Draws docs/images/pictures/ for the page that explains the model: the trained model of @rnp/models at work on four of the
 * digits in @rnp/datasets.
 *
 *   npm run docs:pictures
 *
 * The digits come from MNIST's training set, as those that the model was trained on: the pictures show how it works, not how
 * good it is.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { useBackend } from '@rnp/backend';
import { batchOf } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { loadModel } from '@rnp/models';
import * as tf from '@tensorflow/tfjs-core';
import {
  anySize,
  children,
  frames,
  framesWithin,
  hero,
  parts,
  placing,
  swap,
  tree,
  walk,
} from './pictures.js';

const out = fileURLToPath(new URL('../../../../docs/images/pictures/', import.meta.url));
/** In the test split: a seven, a three, an eight and a six. */
const chosen = [7, 0, 4, 13];

const { name: backend } = await useBackend(['wasm', 'cpu']);
const digits = await embeddedDigits({ split: 'test' });
const { model } = await loadModel('mnist');
const [height, width] = digits.imageShape;
const pixels = batchOf(digits, chosen);
const images = tf.tensor4d(pixels, [chosen.length, height, width, 1]);
const inputs = chosen.map((_, i) => ({
  width,
  height,
  channels: 1,
  data: pixels.slice(i * height * width, (i + 1) * height * width),
}));

const trees = await model.parse(images);
const programs = tf.unstack(model.encode(images).mean).map((one) => tf.expandDims(one));
const walked = await model.parsePrograms(model.interpolate(programs[0], programs[1], 9));
const scaleOffset = model.config.scaleOffset[0];

const pictures = {
  hero: hero(trees[0]),
  parts: parts(inputs, trees),
  tree: tree(trees[0]),
  children: children(inputs[0], trees[0]),
  frames: frames(inputs[0], trees[0]),
  'frames-within': framesWithin(trees[0]),
  placing: placing(trees[0], scaleOffset),
  'any-size': anySize(trees[0]),
  walk: walk(walked),
  swap: swap(trees[0], trees[1]),
};
mkdirSync(out, { recursive: true });
for (const [name, svg] of Object.entries(pictures)) writeFileSync(`${out}${name}.svg`, `${svg}\n`);
console.log(`${Object.keys(pictures).length} pictures in docs/images/pictures, drawn on ${backend}`);
