// n images, h height, w width, c channels
import { RnpError } from '@rnp/errors';
import { type Preprocessing, preprocess } from '@rnp/images';
import { readImage } from '@rnp/images/node';
import { createDataset, type Dataset } from '../dataset.js';
import { type PictureFile, pictureFolder } from './imageFolder.js';
import { defaultImagesOptions, type ImagesOptions, requireImagesOptions } from './imagesOptions.js';
import { requireSplit } from './loadOptions.js';
import { isOnPaper, majorityOnPaper, onlyImageError, spread } from './paper.js';
import { pictureStack } from './pictureStack.js';

/** Bytes of all images in memory. */
const maxBytes = 4e9;

/**
 * A folder of one's own pictures: PNG and JPEG of any size, made [h, w, c]. Folders in it are classes; without them there
 * are no labels. The split is drawn from the seed class by class; where the folder holds folders to train and to test (or
 * to validate, in any usual spelling), those are the splits, and a class has the same number in each. Files are taken in
 * the order of their paths, so the same folder gives the same data set.
 *
 * A model draws light on black, so `invert` is 'auto' unless given. Grey: each picture whose border is light becomes ink on
 * black. Colour: all are inverted where most of the folder stand on white; light and dark change places, hues stay. What was
 * decided stands in the result's `preprocessing`: with it `preprocess` of @rnp/images makes the same image of the same picture.
 *
 * @throws RnpError `RNP_DATA_FOLDER`, or `RNP_DATA_IMAGE` naming all bad files; RnpError, naming the one that is bad;
 *   `RNP_CONFIG`; the signal's reason when it is aborted
 * @example await images('photos', { split: 'train', size: [50, 50], channels: 3, fit: 'cover' })
 */
export async function images(folder: string, options: ImagesOptions): Promise<Dataset> {
  const { split, size, channels, fit, ink, testFraction, seed, background, splits, skipBad } = {
    ...defaultImagesOptions,
    ...options,
  };
  const asked = options.invert ?? 'auto';
  requireSplit(folder, split);
  requireImagesOptions({ size, channels, fit, invert: asked, ink, testFraction, seed });
  const { train, test, classNames } = await pictureFolder(folder, { testFraction, seed, splits });
  const [chosen, others] = split === 'train' ? [train, test] : [test, train];
  if (chosen.length === 0) {
    throw new RnpError(
      'RNP_DATA_FOLDER',
      `holds one picture; there must be two at least, one to learn from and one held out`,
      { path: folder },
    );
  }
  const [height, width] = size;
  const bytes = height * width * channels;
  if (bytes * chosen.length > maxBytes) {
    throw new RnpError(
      'RNP_DATA_TOO_LARGE',
      `${chosen.length} images of ${height}×${width}×${channels} do not fit into memory; choose a smaller size`,
      { path: folder },
    );
  }
  const { signal } = options;
  // One answer for both splits: it is that of all pictures.
  const whole = { ...options, background, files: [...train, ...test] };
  const invert = asked === 'auto' && channels === 3 ? await colourOnPaper(whole) : asked;
  const preprocessing: Preprocessing = { size: [height, width], channels, fit, background, invert, ink };
  const read = async ({ path }: PictureFile): Promise<Uint8Array> => {
    const picture = await readImage(path, { background, ...(signal && { signal }) });
    return preprocess(picture, preprocessing).data;
  };
  const bad = new Map<PictureFile, RnpError>();
  const pixels = await pictureStack(
    bytes,
    async (index) => {
      const picture = chosen[index]!;
      const result = await read(picture).catch(onlyImageError);
      if (!(result instanceof RnpError)) return result;
      bad.set(picture, result);
      return new Uint8Array(bytes);
    },
    { ...options, file: `${folder} ${split}`, total: chosen.length },
  );
  if (bad.size > 0 && !skipBad) {
    // Of the other split, too: who mends one file after the other loses patience.
    for (const picture of others) {
      signal?.throwIfAborted();
      const result = await read(picture).catch(onlyImageError);
      if (result instanceof RnpError) bad.set(picture, result);
    }
    throw badPictures(folder, [...bad.values()]);
  }
  const good = chosen.filter((picture) => !bad.has(picture));
  if (good.length === 0) throw badPictures(folder, [...bad.values()]);
  for (const [{ path }, { message }] of bad)
    options.onProgress?.({ type: 'skipped', file: path, reason: message });
  const numbers = new Map(classNames.map((name, number) => [name, number]));
  const labelled = good[0]!.className !== undefined;
  return createDataset({
    name: folder,
    split,
    imageShape: [height, width, channels],
    preprocessing,
    images: bad.size === 0 ? pixels : without(pixels, bytes, (index) => bad.has(chosen[index]!)),
    ...(labelled && {
      labels: Uint16Array.from(good, ({ className }) => numbers.get(className!)!),
      classNames,
    }),
  });
}

/** So many colour pictures tell what all stand on. */
const colourSample = 200;

/** Whether most of a set's pictures stand on paper, but for those that cannot be read. */
async function colourOnPaper({
  files,
  background,
  signal,
}: Required<Pick<ImagesOptions, 'background'>> &
  Pick<ImagesOptions, 'signal'> & { readonly files: readonly PictureFile[] }): Promise<boolean> {
  let [onPaper, good] = [0, 0];
  for (const { path } of spread(files, colourSample)) {
    const picture = await readImage(path, { background, ...(signal && { signal }) }).catch(onlyImageError);
    if (picture instanceof RnpError) continue;
    good++;
    if (isOnPaper(picture)) onPaper++;
  }
  return majorityOnPaper(onPaper, good);
}

/** Items of `size` bytes but those that are to go. */
function without(items: Uint8Array, size: number, gone: (index: number) => boolean): Uint8Array {
  const kept = Array.from({ length: items.length / size }, (_, index) => index).filter(
    (index) => !gone(index),
  );
  const result = new Uint8Array(kept.length * size);
  kept.forEach((from, to) => {
    result.set(items.subarray(from * size, (from + 1) * size), to * size);
  });
  return result;
}

const maxTold = 20;

/** One error for all files that cannot be read. */
function badPictures(folder: string, errors: readonly RnpError[]): Error {
  const [first] = errors;
  if (errors.length === 1) return first!;
  const told = errors.slice(0, maxTold).map(({ message }) => `\n  ${message}`);
  const more = errors.length > maxTold ? `\n  and ${errors.length - maxTold} more` : '';
  return new RnpError(
    'RNP_DATA_IMAGE',
    `${errors.length} pictures cannot be read; mend them, take them away, or leave them out with bad=skip (--skip-bad):${told.join('')}${more}`,
    { path: folder, cause: first },
  );
}
