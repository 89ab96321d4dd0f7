// n images, h height, w width, c channels
import { createDataset, type Dataset } from '../dataset.js';
import { DatasetError } from '../errors.js';
import { imageError } from '../image/raster.js';
import { order, requireCount } from '../order.js';
import { decodeJpeg, isJpeg } from './image/decodeJpeg.js';
import { decodePng, isPng } from './image/decodePng.js';
import { type FitOptions, fitPicture } from './image/fitPicture.js';
import { type PictureFile, pictureFiles, readPicture } from './imageFolder.js';
import { requireSplit } from './loadOptions.js';
import { pictureStack } from './pictureStack.js';
import type { DataProgressListener } from './progress.js';

export interface ImagesOptions extends Partial<FitOptions> {
  readonly split: 'train' | 'test';
  /** Of each class, this part is the test set, at least one image where there are two; 0 to 1, exclusive. */
  readonly testFraction?: number;
  /** Chooses the test set. */
  readonly seed?: number;
  /** What shows where a PNG is transparent. */
  readonly background?: 'white' | 'black';
  readonly signal?: AbortSignal;
  readonly onProgress?: DataProgressListener;
}

export const defaultImagesOptions: Required<
  Pick<ImagesOptions, 'size' | 'channels' | 'fit' | 'testFraction' | 'seed' | 'background'>
> = Object.freeze({
  size: Object.freeze([28, 28] as const),
  channels: 1,
  fit: 'contain',
  testFraction: 0.2,
  seed: 0,
  background: 'white',
});

/** Bytes of all images in memory. */
const mostBytes = 4e9;

/**
 * A folder of one's own pictures: PNG and JPEG of any size, made [h, w, c]. Folders in it are classes; without them there
 * are no labels. The split is drawn from the seed class by class; where the folder holds just 'train' and 'test', those
 * are the splits. Files are taken in the order of their paths, so the same folder gives the same data set.
 *
 * `invert` is 'auto' for grey (dark ink on paper becomes ink on black) and false for colour, unless given.
 *
 * @throws DatasetError `RNP_DATA_FOLDER`, `RNP_DATA_IMAGE`, `RNP_DATA_READ`, naming the folder or file;
 *   `RNP_DATA_ARGUMENT`; the signal's reason when it is aborted
 * @example await images('photos', { split: 'train', size: [50, 50], channels: 3, fit: 'cover' })
 */
export async function images(folder: string, options: ImagesOptions): Promise<Dataset> {
  const { split, size, channels, fit, testFraction, seed, background } = {
    ...defaultImagesOptions,
    ...options,
  };
  const invert = options.invert ?? (channels === 1 ? 'auto' : false);
  requireSplit(folder, split);
  requireOptions({ size, channels, fit, invert }, testFraction, seed);
  const { files, presplit } = await pictureFiles(folder, split);
  const classNames = [...new Set(files.flatMap(({ className }) => className ?? []))];
  const chosen = presplit ? files : splitOf(files, classNames, { split, testFraction, seed });
  if (chosen.length === 0) {
    throw new DatasetError('RNP_DATA_FOLDER', `${folder} holds too few images to have a ${split} set`, {
      path: folder,
    });
  }
  const [height, width] = size;
  const bytes = height * width * channels;
  if (bytes * chosen.length > mostBytes) {
    throw new DatasetError(
      'RNP_DATA_TOO_LARGE',
      `${chosen.length} images of ${height}×${width}×${channels} do not fit into memory; choose a smaller size`,
      { path: folder },
    );
  }
  const pixels = await pictureStack(
    bytes,
    async (index) => {
      const { path } = chosen[index]!;
      const content = await readPicture(path, options);
      const source = { path, background };
      if (isPng(content)) return fitPicture(decodePng(content, source), { size, channels, fit, invert });
      if (isJpeg(content)) {
        return fitPicture(await decodeJpeg(content, source), { size, channels, fit, invert });
      }
      throw imageError({ path }, 'is neither PNG nor JPEG, whatever its name. Convert it, or take it away');
    },
    { ...options, file: `${folder} ${split}`, total: chosen.length },
  );
  return createDataset({
    name: folder,
    split,
    imageShape: [height, width, channels],
    images: pixels,
    ...(classNames.length > 0 && {
      labels: Uint16Array.from(chosen, ({ className }) => classNames.indexOf(className!)),
      classNames,
    }),
  });
}

/** The seeded part of each class, in the order of the files. */
function splitOf(
  files: readonly PictureFile[],
  classNames: readonly string[],
  { split, testFraction, seed }: Required<Pick<ImagesOptions, 'split' | 'testFraction' | 'seed'>>,
): readonly PictureFile[] {
  const groups: readonly (string | undefined)[] = classNames.length === 0 ? [undefined] : classNames;
  const chosen = groups.flatMap((className, stream) => {
    const own = files.filter((file) => file.className === className);
    const wanted = Math.max(1, Math.round(own.length * testFraction));
    const heldOut = new Set(order(own.length, seed, stream).slice(0, own.length < 2 ? 0 : wanted));
    return own.filter((_, index) => heldOut.has(index) === (split === 'test'));
  });
  const taken = new Set(chosen);
  return files.filter((file) => taken.has(file));
}

function requireOptions(
  { size, channels, fit, invert }: FitOptions,
  testFraction: number,
  seed: number,
): void {
  requireCount('seed', seed, 0);
  const refuse = (what: string): never => {
    throw new DatasetError('RNP_DATA_ARGUMENT', what);
  };
  if (size.length !== 2 || !size.every((side) => Number.isInteger(side) && side >= 1 && side <= 4096)) {
    refuse(`the size must be [height, width], each 1 to 4096, not [${size}]`);
  }
  if (channels !== 1 && channels !== 3) refuse(`images have 1 or 3 channels, not ${channels}`);
  if (!['contain', 'cover', 'stretch'].includes(fit)) {
    refuse(`'${fit}' is no way to fit; choose 'contain', 'cover' or 'stretch'`);
  }
  if (invert !== 'auto' && typeof invert !== 'boolean')
    refuse(`invert is 'auto', true or false, not ${invert}`);
  if (!(testFraction > 0 && testFraction < 1)) {
    refuse(`the test fraction must lie between 0 and 1, not ${testFraction}`);
  }
}
