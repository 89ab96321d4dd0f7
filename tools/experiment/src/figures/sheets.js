// b batch, z latent, h w c image
import { batchOf } from '@rnp/datasets';
import { renderTree } from '@rnp/recursive-decoder';
import { Rnp } from '@rnp/vae';
import { partsFigure, samplesFigure } from '@rnp/viz';
import * as tf from '@tensorflow/tfjs-core';

/** Heights of the pictures in a sheet, about, in pixels. */
const largePicture = 84;
const smallPicture = 56;

/**
 * Fig. 2A: a row an image: input | reconstruction | parts in colours | each part's own canvas with its subparts.
 *
 * @param {ArrayLike<number>} items positions in `data`
 */
export async function partsSheet(model, data, items) {
  const programs = programsOf(model, data, items);
  const inputs = Array.from(items, (item) => picture(batchOf(data, [item]), data.imageShape));
  try {
    const drawn = await explained(model, programs);
    const examples = drawn.map((one, i) => ({ input: inputs[i], ...one }));
    return partsFigure(examples, { scale: scaleFor(data.imageShape, largePicture), border: 3 });
  } finally {
    programs.dispose();
  }
}

/** Fig. 3A: samples from the prior, each with its parts. */
export async function samplesGrid(model, { count = 12, seed = 7 } = {}) {
  const programs = model.samplePrior(count, seed);
  try {
    const scale = scaleFor(model.network.imageShape, smallPicture);
    return samplesFigure(await explained(model, programs), { columns: 2, scale, border: 2 });
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
  const values = await images.data();
  images.dispose();
  const shape = model.network.imageShape;
  const size = shape[0] * shape[1] * shape[2];
  return Array.from({ length: programs.shape[0] }, (_, i) =>
    picture(values.slice(i * size, (i + 1) * size), shape),
  );
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

async function explained(model, programs) {
  const pictures = await picturesOf(model, programs);
  if (!(model instanceof Rnp)) {
    return pictures.map((reconstruction) => ({ reconstruction, parts: [reconstruction], partCanvases: [] }));
  }
  const trees = await model.parsePrograms(programs);
  const [height, width] = model.network.imageShape;
  const size = { width, height };
  return trees.map((tree, i) => ({
    reconstruction: pictures[i],
    parts: tree.root.children.map((_, part) => renderTree(tree, { ...size, path: [part] })),
    partCanvases: tree.root.children
      .filter((part) => part.children.length > 0)
      .map((part) => ({
        subparts: part.children.map((child) =>
          renderTree({ ...part, children: [child] }, { ...size, frame: 'own' }),
        ),
      })),
  }));
}

function picture(data, [height, width, channels]) {
  return { width, height, channels, data: Float32Array.from(data) };
}

/** Squares per pixel that make a picture about this many pixels high. */
function scaleFor([height, width], pixels) {
  return Math.max(1, Math.round(pixels / Math.max(height, width)));
}
