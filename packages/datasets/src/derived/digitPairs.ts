// h height, w width of the canvas
import { RnpError } from '@rnp/errors';
import { resize } from '@rnp/images';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { check, requireDataset } from '../checks.js';
import { createDataset } from '../createDataset.js';
import { type Dataset, imageSize } from '../dataset.js';
import { generatorOf } from '../generator.js';
import { requireCount } from '../order.js';
import { recipeOf } from './recipe.js';

export interface DigitPairsOptions {
  /** Chooses digits and quadrants. */
  readonly seed: number;
  /** [h, w], both even; a digit fills a quadrant. Default: twice the digits' own size, [56, 56]. */
  readonly canvas?: readonly [number, number];
  /** How many pairs; as many as there are digits unless given. The first pairs do not depend on it. */
  readonly length?: number;
}

/** See `Recipe`. */
export const digitPairsVersion = 1;

const quadrants = Object.freeze(['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const);

/** Two different quadrants, in reading order. */
const placements: readonly (readonly [number, number])[] = Object.freeze([
  [0, 1],
  [0, 2],
  [0, 3],
  [1, 2],
  [1, 3],
  [2, 3],
]);

/**
 * Pairs of digits, each in one of the four quadrants of a canvas, the other two black (the paper's Fig. 4B). The
 * digits and their places are drawn uniformly from the seed.
 *
 * @param dataset digits with labels below 10, grey
 * @returns [h, w, 1]; `labels` are 10·first + second, in reading order (`digitsOfPair` takes them apart, `classNames`
 *   says '3 7'); `groups` tell the quadrants ('top-left bottom-right')
 * @throws RnpError `RNP_CONFIG`
 * @example digitPairs(await embeddedDigits({ split: 'train' }), { seed: 1 }) // 9,000 images [56, 56, 1]
 */
export function digitPairs(dataset: Dataset, options: DigitPairsOptions): Dataset {
  requireDataset(dataset);
  check.options('options', options, ['seed'], ['canvas', 'length']);
  const [digitHeight, digitWidth, channels] = dataset.imageShape;
  const { seed, canvas = [2 * digitHeight, 2 * digitWidth], length = dataset.length } = options;
  check.array('canvas', canvas);
  const [height, width] = canvas;
  const { labels } = dataset;
  requireCount('options.seed', seed, 0);
  requireCount('options.length', length, 1);
  requireCount('options.canvas[0]', height, 2);
  requireCount('options.canvas[1]', width, 2);
  if (height % 2 !== 0 || width % 2 !== 0)
    throw argument('options.canvas', `a canvas of ${height}×${width} has no equal quadrants`);
  if (labels === undefined || channels !== 1 || labels.some((label) => label > 9)) {
    throw argument(
      'dataset',
      `${dataset.name} (${dataset.split}) is no set of grey digits with labels 0 to 9`,
    );
  }
  const generator = generatorOf(seed, 0);
  const images = new Uint8Array(length * height * width);
  const pairs = new Uint8Array(length);
  const places = new Uint8Array(length);
  const quadrantOf = quadrantsOf(dataset, height / 2, width / 2);
  for (let item = 0; item < length; item++) {
    const digits = [0, 1].map(() => uniformInt(generator, 0, dataset.length - 1));
    const place = uniformInt(generator, 0, placements.length - 1);
    digits.forEach((digit, which) => {
      const quadrant = placements[place]![which]!;
      const top = item * height + (quadrant >> 1) * (height / 2);
      const left = (quadrant & 1) * (width / 2);
      const pixels = quadrantOf(digit);
      for (let y = 0; y < height / 2; y++) {
        const row = pixels.subarray((y * width) / 2, ((y + 1) * width) / 2);
        images.set(row, (top + y) * width + left);
      }
    });
    pairs[item] = 10 * labels[digits[0]!]! + labels[digits[1]!]!;
    places[item] = place;
  }
  return createDataset({
    name: `${dataset.name}-pairs`,
    split: dataset.split,
    imageShape: [height, width, 1],
    images,
    labels: pairs,
    classNames: Array.from({ length: 100 }, (_, pair) => digitsOfPair(pair).join(' ')),
    groups: places,
    groupNames: placements.map((place) => place.map((quadrant) => quadrants[quadrant]).join(' ')),
    recipe: recipeOf('digitPairs', digitPairsVersion, { seed, canvas: [height, width], length }, [dataset]),
  });
}

/** A label of `digitPairs` → its two digits, in reading order. @throws RnpError `RNP_CONFIG` for what is none */
export function digitsOfPair(label: number): readonly [number, number] {
  check.wholeNumber('label', label, 0, 99);
  return [Math.floor(label / 10), label % 10];
}

/** A digit at the size of a quadrant, made when it is first asked for. */
function quadrantsOf(dataset: Dataset, height: number, width: number): (digit: number) => Uint8Array {
  const size = imageSize(dataset);
  const [h, w] = dataset.imageShape;
  const made = new Map<number, Uint8Array>();
  return (digit) => {
    const held = made.get(digit);
    if (held !== undefined) return held;
    const data = dataset.images.subarray(digit * size, (digit + 1) * size);
    const { data: pixels } = resize({ width: w, height: h, channels: 1, data }, width, height);
    made.set(digit, pixels);
    return pixels;
  };
}

function argument(path: string, message: string): RnpError {
  return new RnpError('RNP_CONFIG', message, { path });
}
