// h height, w width, c channels
import { RnpError } from '@rnp/errors';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { check, requireDataset } from '../checks.js';
import { createDataset } from '../createDataset.js';
import { type Dataset, imageSize } from '../dataset.js';
import { generatorOf } from '../generator.js';
import { requireCount } from '../order.js';
import { recipeOf } from './recipe.js';

export interface RecombinedOptions {
  /** How many images are made. */
  readonly count: number;
  /** Share of images that are put together from two; 0 … 1. */
  readonly joined: number;
  readonly seed: number;
}

/** A cut passes the middle at most this far away, in sides of the image: both halves have something to show. */
const cutWithin = 1 / 7;

/**
 * Many drawings from few. Each is a drawing of the data set in one of eight orientations (quarter turns, mirrored or not).
 * In some, the part on one side of a random line is replaced by that of another drawing. No pixel is interpolated. Use it
 * for a model that must draw new shapes from known strokes; the result has no labels.
 *
 * @returns `count` images of the same shape, [h, w, c]
 * @throws RnpError `RNP_CONFIG` for images that are not square, or options out of range
 * @example recombined(await loadOmniglot({ split: 'train' }), { count: 48_000, joined: 1 / 3, seed: 1 })
 */
export function recombined(dataset: Dataset, options: RecombinedOptions): Dataset {
  requireDataset(dataset);
  check.options('options', options, ['count', 'joined', 'seed']);
  const { count, joined, seed } = options;
  const [h, w, c] = dataset.imageShape;
  requireCount('options.count', count, 1);
  requireCount('options.seed', seed, 0);
  check.number('joined', joined, 0, 1);
  if (h !== w) {
    throw new RnpError(
      'RNP_CONFIG',
      `${dataset.name} has images of ${h}×${w} pixels; only square ones can be turned`,
      { path: 'dataset' },
    );
  }
  const generator = generatorOf(seed, 0);
  const within = (amount: number): number => amount * (2 * uniformFloat64(generator) - 1);
  const drawn = (): Oriented => ({
    from: uniformInt(generator, 0, dataset.length - 1) * imageSize(dataset),
    orientation: uniformInt(generator, 0, 7),
  });
  const images = new Uint8Array(count * imageSize(dataset));
  let to = 0;
  for (let item = 0; item < count; item++) {
    const first = drawn();
    const second = uniformFloat64(generator) < joined ? drawn() : first;
    const [angle, distance] = [within(Math.PI), within(cutWithin) * h];
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        const behind = cos * (x - (w - 1) / 2) + sin * (y - (h - 1) / 2) > distance;
        const { from, orientation } = behind ? second : first;
        const at = from + placeOf(orientation, x, y, h) * c;
        for (let channel = 0; channel < c; channel++) images[to++] = dataset.images[at + channel]!;
      }
    }
  }
  const { name, split, imageShape, preprocessing } = dataset;
  return createDataset({
    name: `${name}-recombined`,
    split,
    imageShape,
    images,
    ...(preprocessing && { preprocessing }),
    recipe: recipeOf('recombined', 1, { count, joined, seed }, [dataset]),
  });
}

interface Oriented {
  /** Where its pixels begin. */
  readonly from: number;
  /** 0 … 7: mirrored, upside down and transposed, a bit each. */
  readonly orientation: number;
}

/** Which pixel of the original stands at (x, y) of the image in that orientation. */
function placeOf(orientation: number, x: number, y: number, side: number): number {
  const column = orientation & 1 ? side - 1 - x : x;
  const row = orientation & 2 ? side - 1 - y : y;
  return orientation & 4 ? column * side + row : row * side + column;
}
