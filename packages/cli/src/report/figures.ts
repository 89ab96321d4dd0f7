import { batchOf, type Dataset } from '@rnp/datasets';
import type { Model, Network } from '@rnp/vae';
import { type Figure, interpolationFigure, partsFigure, type Raster, samplesFigure } from '@rnp/viz';
import * as tf from '@tensorflow/tfjs-core';
import { explainPrograms, partsExample } from './explain.js';
import { rasterOf, rastersOf, scaleFor } from './rasters.js';

/** Heights of the pictures in a sheet, about, in pixels. */
const largePicture = 112;
const smallPicture = 56;

/** Fig. 2A for these images: input | reconstruction | parts | each part's own canvas. */
export async function partsPicture(model: Model<Network>, pixels: readonly Float32Array[]): Promise<Figure> {
  const shape = model.network.imageShape;
  const programs = programsOf(model, pixels);
  try {
    const explained = await explainPrograms(model, programs);
    const examples = explained.map((one, i) => partsExample(one, rasterOf(pixels[i]!, shape)));
    return partsFigure(examples, { scale: scaleFor(shape, largePicture) });
  } finally {
    programs.dispose();
  }
}

/** Fig. 3A: samples from the prior with their parts. */
export async function samplesPicture(model: Model<Network>, programs: tf.Tensor2D): Promise<Raster> {
  const explained = await explainPrograms(model, programs);
  const shape = model.network.imageShape;
  const canvases = explained[0]?.tree?.root.children.filter((part) => part.children.length > 0).length ?? 0;
  const perSample = 2 + canvases;
  // About as wide as a page, whatever the number of parts.
  const columns = Math.max(1, Math.min(explained.length, Math.floor(14 / perSample)));
  return samplesFigure(
    explained.map((one) => partsExample(one)),
    { columns, scale: scaleFor(shape, smallPicture), border: 2 },
  );
}

/** Fig. 2D: a row for each pair, from the first image to the second through program space. */
export async function interpolationPicture(
  model: Model<Network>,
  pairs: readonly (readonly [Float32Array, Float32Array])[],
  steps: number,
): Promise<Raster> {
  const rows: Raster[][] = [];
  for (const pair of pairs) {
    const images = tf.tidy(() => {
      const [from, to] = tf.split(programsOf(model, pair), 2) as [tf.Tensor2D, tf.Tensor2D];
      return model.decode(model.interpolate(from, to, steps));
    });
    try {
      rows.push(await rastersOf(images));
    } finally {
      images.dispose();
    }
  }
  return interpolationFigure(rows, { scale: scaleFor(model.network.imageShape, 84) });
}

/** Images → their programs, z = mean. The caller owns the tensor. */
export function programsOf(model: Model<Network>, pixels: readonly Float32Array[]): tf.Tensor2D {
  const shape = model.network.imageShape;
  const size = shape[0] * shape[1] * shape[2];
  const values = new Float32Array(pixels.length * size);
  pixels.forEach((image, i) => {
    values.set(image, i * size);
  });
  return tf.tidy(() => model.encode(tf.tensor4d(values, [pixels.length, ...shape])).mean);
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
