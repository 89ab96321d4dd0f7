import { setImmediate } from 'node:timers/promises';
import { batchOf, type Dataset } from '@rnp/datasets';
import { RnpError } from '@rnp/errors';
import { isRnp, type Model, type Network, type Rnp, sampleTrees } from '@rnp/vae';
import {
  type Figure,
  type ImageGrid,
  type ImageGridDrawing,
  interpolationDrawing,
  type PartsExample,
  partsFigure,
  type Raster,
  samplesDrawing,
} from '@rnp/viz';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkOptions, isCount, type Look } from '../checks.js';
import { childrenPerLevelOf } from '../models/childrenPerLevel.js';
import { isModel } from '../models/modelLooks.js';
import { type Explained, explainPrograms, partsExample } from './explain.js';
import { explainImages } from './explainImages.js';
import { areSome, isImageOf, isPairOf } from './explainLooks.js';
import { rasterOf, rastersOf, scaleFor } from './rasters.js';

/** Heights of the pictures in a sheet, about, in pixels. */
const largePicture = 112;
const smallPicture = 56;

const isSeed: Look = (path, value) => check.wholeNumber(path, value, Number.MIN_SAFE_INTEGER);

/** A deviation of each number of a part, one for each level, or as the model has learned. */
export type Noise = number | readonly number[] | 'learned';

export const isNoise: Look = (path, value) => {
  if (value === 'learned') return;
  if (Array.isArray(value)) check.array(path, value, (at, one) => check.number(at, one, 0));
  else check.number(path, value, 0);
};

/** @throws RnpError RNP_CONFIG for a model without precisions of its own */
function requirePrecisions({ precisions }: Rnp): void {
  if (precisions !== null) return;
  throw new RnpError(
    'RNP_CONFIG',
    'cannot be as learned: this model has no learned precisions; give a number, or learn them (`precisions` of a run)',
    { path: 'noise' },
  );
}

/** @throws RnpError RNP_CONFIG for a model without parts */
function requireHierarchy(model: Model<Network>): Rnp {
  if (isRnp(model)) return model;
  throw new RnpError(
    'RNP_CONFIG',
    'says how far parts depart from programs, and this model has none; leave it out',
    { path: 'noise' },
  );
}

/**
 * The parts sheet of images (Fig. 2A): input | reconstruction | parts | each part's own canvas.
 *
 * @param pixels [h·w·c] of each image, as the model takes them
 */
export async function partsPicture(model: Model<Network>, pixels: readonly Float32Array[]): Promise<Figure> {
  const explained = await explainAtOneLook(model, pixels);
  const shape = model.network.imageShape;
  const examples = explained.map((one, i) => partsExample(one, rasterOf(pixels[i]!, shape)));
  return partsFigure(examples, { scale: scaleFor(shape, largePicture) });
}

/**
 * The sheet of samples from the prior with their parts (Fig. 3A). They are drawn in batches.
 *
 * @throws RnpError RNP_IMAGE_TOO_LARGE for more samples than a sheet holds, before any is drawn
 */
export async function samplesPicture(model: Model<Network>, count: number, seed: number): Promise<ImageGrid> {
  isSeed('seed', seed);
  const { sheet, draw } = samplesGrid(model, count);
  await drawSamples(model, { count, seed }, (one, index) => draw(partsExample(one), index));
  return sheet;
}

/**
 * The empty sheet for samples, and the function that draws one on it.
 *
 * @throws RnpError RNP_IMAGE_TOO_LARGE for more samples than a sheet holds
 */
export function samplesGrid(model: Model<Network>, count: number): ImageGridDrawing<PartsExample> {
  isModel('model', model);
  isCount('count', count);
  const shape = model.network.imageShape;
  const [height, width] = shape;
  const levels = childrenPerLevelOf(model);
  const canvases = levels.length > 1 ? levels[0]! : 0;
  // About as wide as a page, whatever the number of parts.
  const columns = Math.max(1, Math.min(count, Math.floor(14 / (2 + canvases))));
  const look = { columns, scale: scaleFor(shape, smallPicture), border: 2 };
  return samplesDrawing(count, { width, height, canvases }, look);
}

/**
 * Draws programs from the prior, in batches, and calls `use` with each, in order; with `noise`, trees whose parts depart from their programs
 * (`sampleTrees` of @rnp/vae).
 *
 * @param use gets the drawing, its index and its program
 */
export async function drawSamples(
  model: Model<Network>,
  options: { readonly count: number; readonly seed: number; readonly noise?: Noise },
  use: (one: Explained, index: number, program: readonly number[]) => void,
): Promise<void> {
  isModel('model', model);
  checkOptions('options', options, { count: isCount, seed: isSeed, noise: isNoise }, ['count', 'seed']);
  check.callable('use', use);
  const { count, seed, noise } = options;
  if (noise !== undefined) {
    const rnp = requireHierarchy(model);
    if (noise === 'learned') requirePrecisions(rnp);
    let index = 0;
    const departing = noise === 'learned' ? {} : { noise };
    for await (const { program, tree, drawing } of sampleTrees(rnp, { count, seed, ...departing }))
      use({ picture: rasterOf(drawing, tree.imageShape), tree }, index++, program);
    return;
  }
  const programs = model.samplePrior(count, seed);
  try {
    await inBatches(programs, async (batch, start) => {
      const own = (await batch.array()) as number[][];
      (await explainPrograms(model, batch)).forEach((one, i) => {
        use(one, start + i, own[i]!);
      });
    });
  } finally {
    programs.dispose();
  }
}

/**
 * The empty sheet for interpolations, and the function that draws one of their images on it.
 *
 * @throws RnpError RNP_IMAGE_TOO_LARGE for more images than a sheet holds
 */
export function interpolationsGrid(
  model: Model<Network>,
  rows: number,
  frames: number,
): ImageGridDrawing<Raster> {
  const shape = model.network.imageShape;
  const [height, width] = shape;
  return interpolationDrawing({ rows, columns: frames, width, height }, { scale: scaleFor(shape, 84) });
}

/**
 * The sheet of interpolations (Fig. 2D): a row per pair, from the first image to the second along the
 * straight line between their programs.
 *
 * @param pairs pixels of both images, [h·w·c] as the model takes them
 * @param frames images per row, both ends included
 * @param grid the empty sheet for them
 * @throws RnpError RNP_IMAGE_TOO_LARGE for more images than a sheet holds
 */
export async function interpolationPicture(
  model: Model<Network>,
  pairs: readonly (readonly [Float32Array, Float32Array])[],
  frames: number,
  grid?: ImageGridDrawing<Raster>,
): Promise<ImageGrid> {
  isModel('model', model);
  areSome(isPairOf(model))('pairs', pairs);
  isCount('frames', frames);
  const { sheet, draw } = grid ?? interpolationsGrid(model, pairs.length, frames);
  for (const [row, pair] of pairs.entries()) {
    const programs = tf.tidy(() => {
      const [from, to] = tf.split(programsOf(model, pair), 2) as [tf.Tensor2D, tf.Tensor2D];
      return model.interpolate(from, to, frames);
    });
    try {
      await inBatches(programs, async (batch, start) => {
        const images = model.decode(batch);
        try {
          (await rastersOf(images)).forEach((image, i) => {
            draw(image, row * frames + start + i);
          });
        } finally {
          images.dispose();
        }
      });
    } finally {
      programs.dispose();
    }
  }
  return sheet;
}

/** Programs drawn at once: enough to keep a backend busy, and few enough for images of any size. */
const batchSize = 64;

/** Programs [n, z], some at a time. @param use the tensor is disposed of after it; `start` is its first row */
async function inBatches(
  programs: tf.Tensor2D,
  use: (batch: tf.Tensor2D, start: number) => Promise<void>,
): Promise<void> {
  const [count, latent] = programs.shape;
  for (let start = 0; start < count; start += batchSize) {
    const batch = tf.slice(programs, [start, 0], [Math.min(batchSize, count - start), latent]);
    try {
      await use(batch, start);
    } finally {
      batch.dispose();
    }
    // A backend may answer without a turn of the event loop: signals would not be heard, and nothing would be written.
    await setImmediate();
  }
}

/**
 * Images as the model says at one look: with their parts as they are seen, where its encoder looks at parts.
 *
 * @param pixels [h·w·c] of each image, as the model takes them
 * @throws RnpError RNP_CONFIG if it is not a model, or those are not its images
 */
export async function explainAtOneLook(
  model: Model<Network>,
  pixels: readonly Float32Array[],
): Promise<Explained[]> {
  isModel('model', model);
  areSome(isImageOf(model))('pixels', pixels);
  if (isRnp(model) && model.config.looks !== 'top') {
    return (await explainImages(model, joined(pixels))).map(({ explained }) => explained);
  }
  const programs = programsOf(model, pixels);
  try {
    return await explainPrograms(model, programs);
  } finally {
    programs.dispose();
  }
}

/** Images → their programs, z = mean. The caller owns the tensor. */
export function programsOf(model: Model<Network>, pixels: readonly Float32Array[]): tf.Tensor2D {
  const shape = model.network.imageShape;
  return tf.tidy(() => model.encode(tf.tensor4d(joined(pixels), [pixels.length, ...shape])).mean);
}

/** Image after image; all of one size. */
function joined(pixels: readonly Float32Array[]): Float32Array {
  const size = pixels[0]?.length ?? 0;
  const values = new Float32Array(pixels.length * size);
  pixels.forEach((image, i) => {
    values.set(image, i * size);
  });
  return values;
}

/** `count` images, spread over the classes where the data has classes, always the same ones. */
export function exampleImages(data: Dataset, count: number): Float32Array[] {
  const { labels, length } = data;
  const chosen: number[] = [];
  const seen = new Set<number>();
  for (let i = 0; labels !== undefined && i < length && chosen.length < count; i++) {
    if (seen.has(labels[i]!)) continue;
    seen.add(labels[i]!);
    chosen.push(i);
  }
  for (let i = 0; i < length && chosen.length < count; i++) if (!chosen.includes(i)) chosen.push(i);
  return chosen.map((index) => batchOf(data, [index]));
}
