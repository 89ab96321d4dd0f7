// b batch, z latent, h w c image
import { batchOf } from '@rnp/datasets';
import {
  explainAtOneLook,
  explainPrograms,
  partsExample,
  rasterOf,
  rastersOf,
  scaleFor,
} from '@rnp/runs/explain';
import { infer } from '@rnp/vae';
import { partsFigure, samplesFigure } from '@rnp/viz';
import * as tf from '@tensorflow/tfjs-core';

/** Heights of the pictures in a sheet, about, in pixels. */
const largePicture = 84;
const smallPicture = 56;

/**
 * Fig. 2A: a row an image: input | reconstruction | parts in colours | each part's own canvas with its subparts.
 *
 * @param {ArrayLike<number>} items positions in `data`
 * @param {number | import('@rnp/vae').InferOptions} [closely] steps of inference, or its options; none, one look of the encoder, unless given
 * @param {import('@rnp/vae').StartOf} [start] where inference begins; at one look unless given
 */
export async function partsSheet(model, data, items, closely = 0, start = (looked) => looked) {
  const pixels = Array.from(items, (item) => batchOf(data, [item]));
  const explained =
    closely === 0
      ? await explainAtOneLook(model, pixels)
      : await inferred(
          model,
          data.imageShape,
          batchOf(data, items),
          typeof closely === 'number' ? { steps: closely } : closely,
          start,
        );
  const examples = explained.map((one, i) => partsExample(one, rasterOf(pixels[i], data.imageShape)));
  return partsFigure(examples, { scale: scaleFor(data.imageShape, largePicture), border: 3 });
}

async function inferred(model, imageShape, pixels, options, start) {
  const size = imageShape.reduce((product, side) => product * side, 1);
  const images = tf.tensor4d(pixels, [pixels.length / size, ...imageShape]);
  try {
    const looked = await infer(model, images, { steps: 0 });
    const found = await infer(model, images, { ...options, start: start(looked.trees, pixels) });
    return found.trees.map((tree, i) => ({ tree, picture: rasterOf(found.drawings[i], imageShape) }));
  } finally {
    images.dispose();
  }
}

/** Fig. 3A: samples from the prior, each with its parts. */
export async function samplesGrid(model, { count = 12, seed = 7 } = {}) {
  const programs = model.samplePrior(count, seed);
  try {
    const scale = scaleFor(model.network.imageShape, smallPicture);
    const explained = await explainPrograms(model, programs);
    return samplesFigure(
      explained.map((one) => partsExample(one)),
      { columns: 2, scale, border: 2 },
    );
  } finally {
    programs.dispose();
  }
}

/** Images → their programs [b, z], z = mean. The caller owns the tensor. */
export function programsOf(model, data, items) {
  const pixels = batchOf(data, items);
  return tf.tidy(() => model.encode(tf.tensor4d(pixels, [items.length, ...data.imageShape])).mean);
}

/** Programs [b, z] → what they draw, as pictures. The tensor stays the caller's. */
export async function picturesOf(model, programs) {
  const images = tf.tidy(() => model.decode(programs));
  try {
    return await rastersOf(images);
  } finally {
    images.dispose();
  }
}

/** `count` positions spread evenly over a data set, one of each class first where it has classes. */
export function spread(data, count) {
  const first = new Map();
  data.labels?.forEach((label, item) => {
    if (!first.has(label)) first.set(label, item);
  });
  const classes = [...first].sort(([a], [b]) => a - b).map(([, item]) => item);
  if (classes.length >= count) {
    return Array.from({ length: count }, (_, i) => classes[Math.floor((i * classes.length) / count)]);
  }
  const taken = new Set(classes);
  for (let i = 0; taken.size < Math.min(count, data.length); i++) {
    taken.add(Math.floor((i * data.length) / count + i / count) % data.length);
  }
  return [...taken];
}
