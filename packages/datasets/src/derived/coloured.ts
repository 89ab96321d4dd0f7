// h height, w width
import { RnpError } from '@rnp/errors';
import { defaultPreprocessing, resize } from '@rnp/images';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { check, requireDataset } from '../checks.js';
import { createDataset } from '../createDataset.js';
import { type Dataset, imageSize } from '../dataset.js';
import { generatorOf } from '../generator.js';
import { requireCount } from '../order.js';
import { recipeOf } from './recipe.js';

export interface ColouredOptions {
  /** [h, w] of the result; that of the images unless given. */
  readonly size?: readonly [number, number];
  /** Chooses the hues. */
  readonly seed: number;
}

/** Of each colour: below 1, so that no channel of a bright pixel is black. */
const saturation = 0.8;

/**
 * Grey images in colour, one seeded hue per image, on their black background: [h, w, 3]. Each pixel is its grey level times
 * a colour of full value, so a bright part stays bright. Labels and groups are kept.
 *
 * @throws RnpError `RNP_CONFIG` for images that are not grey, a size or a seed that cannot be
 * @example coloured(await loadFashionMnist({ split: 'train' }), { size: [50, 50], seed: 1 })
 */
export function coloured(dataset: Dataset, options: ColouredOptions): Dataset {
  requireDataset(dataset);
  check.options('options', options, ['seed'], ['size']);
  if (options.size !== undefined) check.array('size', options.size);
  const [h, w, channels] = dataset.imageShape;
  const { seed, size: [height, width] = [h, w] } = options;
  requireCount('options.seed', seed, 0);
  requireCount('options.size[0]', height, 1);
  requireCount('options.size[1]', width, 1);
  if (channels !== 1) {
    throw new RnpError(
      'RNP_CONFIG',
      `${dataset.name} has ${channels} channels; only grey images are coloured`,
      { path: 'dataset' },
    );
  }
  const generator = generatorOf(seed, 0);
  const from = imageSize(dataset);
  const images = new Uint8Array(dataset.length * height * width * 3);
  for (let item = 0; item < dataset.length; item++) {
    const data = dataset.images.subarray(item * from, (item + 1) * from);
    const grey = resize({ width: w, height: h, channels: 1, data }, width, height).data;
    const colour = colourOf(uniformInt(generator, 0, 359));
    for (let pixel = 0; pixel < grey.length; pixel++) {
      const to = (item * grey.length + pixel) * 3;
      for (let i = 0; i < 3; i++) images[to + i] = Math.round(grey[pixel]! * colour[i]!);
    }
  }
  // The truth is about images in grey, of another size.
  const { truth: _, ...others } = dataset;
  return createDataset({
    ...others,
    name: `${dataset.name}-coloured`,
    imageShape: [height, width, 3],
    images,
    preprocessing: defaultPreprocessing([height, width, 3]),
    recipe: recipeOf('coloured', 1, { size: [height, width], seed }, [dataset]),
  });
}

/** A hue in degrees at full value → red, green and blue in [1 − saturation, 1]. */
function colourOf(hue: number): readonly number[] {
  return [5, 3, 1].map((offset) => {
    const k = (offset + hue / 60) % 6;
    return 1 - saturation * Math.max(0, Math.min(k, 4 - k, 1));
  });
}
