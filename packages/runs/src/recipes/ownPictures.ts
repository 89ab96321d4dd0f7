import type { FolderDescription, ImagesOptions } from '@rnp/datasets';
import { check, isCount, isFlag, type Look } from '../checks.js';

/** Number of pictures of a folder that are examined before images are made from it. */
export const sampledPictures = 200;
/** So many of its images are shown. */
const maxShown = 12;

/** Options of `images` that depend on the pictures. */
type Taken = Pick<ImagesOptions, 'size' | 'channels' | 'invert'>;

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
 * The options that a folder's pictures are taken with: those given, with a size (see `sizeFor`) and, for colour,
 * with whether to invert, where they are missing.
 *
 * @param options options of `images`; may have others, which are kept
 * @param found what `describeFolder` found
 * @param chooseSize whether a size is chosen
 * @throws RnpError RNP_CONFIG for invalid options or another description
 */
export function fittingOptions<Options extends Taken>(
  options: Options,
  found: Pick<FolderDescription, 'sizes' | 'paper'>,
  chooseSize = true,
): Options {
  check.object('options', options);
  check.object('found', found);
  isFlag('found.paper', found.paper);
  isFlag('chooseSize', chooseSize);
  const size = options.size ?? (chooseSize ? sizeFor(found) : undefined);
  const onPaper = options.channels === 3 && options.invert === undefined;
  return { ...options, ...(size !== undefined && { size }), ...(onPaper && { invert: found.paper }) };
}

/**
 * The size, colours and background of images in words.
 *
 * @param options options of `images`
 * @param found what `describeFolder` found
 * @param settings whether the words name the settings that change them, as in `photos?colour=yes`
 * @throws RnpError RNP_CONFIG for invalid options or another description
 */
export function takenWords(options: Taken, found: Pick<FolderDescription, 'light'>, settings = true): string {
  check.object('options', options);
  check.object('found', found);
  check.number('found.light', found.light, 0, 1);
  if (options.size !== undefined) check.list('options.size', options.size, isCount);
  isFlag('settings', settings);
  const { size: [height, width] = [28, 28], channels, invert = 'auto' } = options;
  const advised = (words: string, advice: string): string => (settings ? `${words}${advice}` : words);
  const colour = channels === 3 ? 'in colour' : advised('in grey', ' (colour=yes keeps colours)');
  const ground =
    invert === true
      ? 'light and dark exchanged, as a model draws light on black'
      : invert === 'auto'
        ? 'dark on light made light on black, picture by picture'
        : found.light > 0.5
          ? advised('mostly light, which is costly to draw on black', ': invert=yes exchanges light and dark')
          : 'light and dark as they are';
  return `${width}×${height} (width × height), ${colour}, ${ground}`;
}

/**
 * Indices of the images that are shown of a data set: twelve spread evenly over it, or all if it has fewer.
 *
 * @param length number of its images, from 0
 * @throws RnpError RNP_CONFIG for another number
 */
export function shownIndices(length: number): readonly number[] {
  check.wholeNumber('length', length, 0);
  const count = Math.min(maxShown, length);
  return Array.from({ length: count }, (_, at) => Math.floor((at * length) / count));
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
