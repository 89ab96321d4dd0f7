import type { FolderDescription } from '@rnp/datasets';
import { check, type Look } from '../checks.js';

/** Images have about the pixels of a square of this side, unless their own are fewer or a size is asked for. */
const defaultSide = 32;

const isSize: Look = (path, value) => {
  check.options(path, value, ['width', 'height', 'count']);
  for (const [name, one] of Object.entries(value as object)) check.wholeNumber(`${path}.${name}`, one, 1);
};

/**
 * The size of images for a folder of pictures: that of the pictures if all have one size with sides of 8 to
 * 40 pixels. Otherwise their median aspect (1:3 at most), with about 32² pixels and sides that are multiples
 * of 4.
 *
 * @param folder the sizes that `describeFolder` found
 * @returns [height, width]
 * @throws RnpError RNP_CONFIG if it is not such a description
 */
export function sizeFor(folder: Pick<FolderDescription, 'sizes'>): readonly [number, number] {
  check.object('folder', folder);
  const { sizes } = folder;
  check.list('folder.sizes', sizes, isSize);
  const [first] = sizes;
  if (first === undefined) return [defaultSide, defaultSide];
  const small = Math.max(first.width, first.height) <= 1.25 * defaultSide;
  if (sizes.length === 1 && small && Math.min(first.width, first.height) >= 8) {
    return [first.height, first.width];
  }
  const aspects = sizes
    .flatMap(({ width, height, count }) => Array<number>(count).fill(width / height))
    .sort((a, b) => a - b);
  const aspect = Math.min(3, Math.max(1 / 3, aspects[aspects.length >> 1]!));
  const even = (side: number): number => 4 * Math.round(side / 4);
  return [even(defaultSide / Math.sqrt(aspect)), even(defaultSide * Math.sqrt(aspect))];
}

/**
 * Steps and batch size for a number of pictures: a batch has at most 32 pictures and no more than there are;
 * the steps rise with the pictures, from 600 to 4,000.
 *
 * @param train number of pictures to train on, from 0
 * @throws RnpError RNP_CONFIG for another number
 */
export function countedTraining(train: number): { readonly steps: number; readonly batchSize: number } {
  check.wholeNumber('train', train, 0);
  const batchSize = Math.max(1, Math.min(32, train));
  return { batchSize, steps: Math.round(Math.min(4000, Math.max(600, 2 * train + 200)) / 100) * 100 };
}
