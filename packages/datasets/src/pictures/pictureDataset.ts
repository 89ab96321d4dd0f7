// n images, h height, w width, c channels

import { option, RnpError, worded } from '@rnp/errors';
import type { Preprocessing } from '@rnp/images';
import { createDataset } from '../createDataset.js';
import type { Dataset } from '../dataset.js';

import { requireSplit } from '../requireSplit.js';
import {
  defaultImagesOptions,
  type ImagesOptions,
  requireImagesOptions,
  requireKnownOptions,
} from './imagesOptions.js';
import { isOnPaper, majorityOnPaper, onlyImageError, spread } from './paper.js';
import type { PictureFile } from './pictureFolder.js';
import type { PictureReader } from './pictureReader.js';
import { pictureStack } from './pictureStack.js';

/** Bytes of all images in memory. */
const maxBytes = 4e9;

/** The images of one split of a folder of pictures. */
export async function pictureDataset(reader: PictureReader, options: ImagesOptions): Promise<Dataset> {
  const { folder } = reader;
  requireKnownOptions(options, ['split']);
  const { split, size, channels, fit, ink, testFraction, seed, background, splits, skipBad } = {
    ...defaultImagesOptions,
    ...options,
  };
  const asked = options.invert ?? 'auto';
  requireSplit(folder, split);
  requireImagesOptions({ size, channels, fit, invert: asked, ink, testFraction, seed });
  const { signal, onProgress } = options;
  const { train, test, classNames } = await reader.divide({
    testFraction,
    seed,
    splits,
    ...(signal && { signal }),
    ...(onProgress && { onWalked: (found) => onProgress({ type: 'walk', file: folder, ...found }) }),
  });
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
  // One answer for both splits: it is that of all pictures.
  const prepared = { size: [height, width], channels, fit, background, ink } as const;
  const invert =
    asked === 'auto' && channels === 3
      ? await colourOnPaper(reader, [...train, ...test], { ...prepared, invert: false })
      : asked;
  const preprocessing: Preprocessing = { ...prepared, invert };
  const read = async (file: PictureFile): Promise<Uint8Array> =>
    (await reader.prepare(file, preprocessing)).data;
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
async function colourOnPaper(
  reader: PictureReader,
  files: readonly PictureFile[],
  preprocessing: Preprocessing,
): Promise<boolean> {
  let [onPaper, good] = [0, 0];
  for (const file of spread(files, colourSample)) {
    const prepared = await reader.prepare(file, preprocessing).catch(onlyImageError);
    if (prepared instanceof RnpError) continue;
    good++;
    if (isOnPaper(prepared.picture.lightBorder)) onPaper++;
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

/** One error for all files that cannot be read, a line each in its message; its cause holds theirs, as an AggregateError. */
function badPictures(folder: string, errors: readonly RnpError[]): Error {
  const [first] = errors;
  if (errors.length === 1) return first!;
  const told = errors.slice(0, maxTold).map(({ message }) => `\n  ${message.replaceAll('\n', '\\n')}`);
  const more = errors.length > maxTold ? `\n  and ${errors.length - maxTold} more` : '';
  return new RnpError(
    'RNP_DATA_IMAGE',
    worded`${errors.length} pictures cannot be read; mend them, take them away, or leave them out with bad=skip (${option('skipBad', true)}):${told.join('')}${more}`,
    { path: folder, cause: new AggregateError(errors) },
  );
}
