import { decodeImage, lightBorder, preprocessingWords } from '@rnp/images';
import { check } from '../checks.js';
import type { DataProgressListener } from '../progress.js';
import { defaultImagesOptions, type ImagesOptions, requireKnownOptions } from './imagesOptions.js';
import type { LeftOut } from './leftOut.js';
import { isBlank, isOnPaper, lightShare, majorityOnPaper, onlyImageError, spread } from './paper.js';
import type { PictureFile } from './pictureFolder.js';
import { pictureMode } from './pictureMode.js';
import type { PictureReader } from './pictureReader.js';

/** How a folder of pictures is read, before any image is made. */
export interface FolderDescription {
  readonly folder: string;
  /** Folders of the splits; null where the held-out images are drawn. */
  readonly splits: { readonly train: string; readonly test: string } | null;
  /** Without those that cannot be read, of the pictures that were looked at. So in `test` and `classes`. */
  readonly train: number;
  readonly test: number;
  /** In the order of their numbers; empty where there are no class folders. */
  readonly classes: readonly { readonly name: string; readonly train: number; readonly test: number }[];
  /** Pictures that were looked at for what follows; all, unless `sample` is smaller. */
  readonly looked: number;
  /** The most frequent first. */
  readonly sizes: readonly { readonly width: number; readonly height: number; readonly count: number }[];
  /** See `pictureMode`; the most frequent first. */
  readonly modes: readonly { readonly mode: string; readonly count: number }[];
  /** Pictures whose border is light and without colour. */
  readonly onPaper: number;
  /** Whether so many are that colour pictures are inverted unless told otherwise. */
  readonly paper: boolean;
  /** The part of all pixels that are light, 0 to 1. */
  readonly light: number;
  /** Pictures of one colour all over: nothing is learned from them. */
  readonly blank: number;
  readonly leftOut: readonly LeftOut[];
  /** Pictures that cannot be read, and why. */
  readonly bad: readonly { readonly path: string; readonly reason: string }[];
  /** Folders that were not looked into, since `enough` or `maxSeconds` ended that; none otherwise. */
  readonly unseen: readonly string[];
}

export interface DescribeOptions
  extends Pick<ImagesOptions, 'testFraction' | 'seed' | 'splits' | 'background' | 'signal'> {
  /** Look at so many pictures, spread evenly; default: at all. */
  readonly sample?: number;
  /** Ends the looking early: what was found so far is told, and what was not looked at. */
  readonly enough?: AbortSignal;
  /** Folders are looked through for so long at most; their pictures are looked at after that. Unless given, until all are. */
  readonly maxSeconds?: number;
  readonly onProgress?: DataProgressListener;
}

/** So many pictures between two words of progress. */
const stride = 20;

/** What there is in a folder of pictures, and what of it `pictureDataset` takes. */
export async function describePictures(
  reader: PictureReader,
  options: DescribeOptions,
): Promise<FolderDescription> {
  // What `images` takes beside is no mistake: both are handed the settings of one folder.
  requireKnownOptions(options, [], ['sample', 'enough', 'maxSeconds']);
  if (options.enough !== undefined) check.signal('options.enough', options.enough);
  if (options.maxSeconds !== undefined) check.number('options.maxSeconds', options.maxSeconds, 0);
  if (options.sample !== undefined) check.wholeNumber('options.sample', options.sample, 1);
  if (options.background !== undefined)
    check.choice('options.background', options.background, Object.keys(preprocessingWords.background));
  const { testFraction, seed, splits, background } = { ...defaultImagesOptions, ...options };
  const { folder } = reader;
  const { enough, maxSeconds = Number.POSITIVE_INFINITY, onProgress } = options;
  const begun = performance.now();
  const found = await reader.divide({
    testFraction,
    seed,
    splits,
    // Who gives a time of their own is told what was found in it.
    ...(options.maxSeconds !== undefined && { maxIdleSeconds: Number.POSITIVE_INFINITY }),
    enough: () => enough?.aborted === true || performance.now() - begun > 1000 * maxSeconds,
    onWalked: (walked) => {
      options.signal?.throwIfAborted();
      onProgress?.({ type: 'walk', file: folder, ...walked });
    },
  });
  const all = [...found.train, ...found.test];
  const looked = spread(all, options.sample ?? all.length);
  const [sizes, modes] = [createTally(), createTally()];
  const bad = new Map<PictureFile, string>();
  let [onPaper, light, blank, seen] = [0, 0, 0, 0];
  for (const [done, file] of looked.entries()) {
    options.signal?.throwIfAborted();
    if (enough?.aborted) break;
    seen++;
    if (done % stride === 0) {
      onProgress?.({ type: 'decode', file: folder, done, total: looked.length });
    }
    try {
      const content = await reader.bytes(file);
      const picture = await decodeImage(content, { path: file.path, background });
      sizes.add(`${picture.width}x${picture.height}`);
      modes.add(pictureMode(content));
      if (isOnPaper(lightBorder(picture))) onPaper++;
      light += lightShare(picture);
      if (isBlank(picture)) blank++;
    } catch (error) {
      bad.set(file, onlyImageError(error).message);
    }
  }
  const good = Math.max(1, seen - bad.size);
  const readable = (files: readonly PictureFile[]): PictureFile[] => files.filter((file) => !bad.has(file));
  const { classNames } = found;
  const [train, test] = [readable(found.train), readable(found.test)];
  return {
    folder,
    splits: found.splits,
    train: train.length,
    test: test.length,
    classes: classesOf({ classNames, train, test }),
    looked: seen,
    sizes: sizes.all().map(([key, count]) => {
      const [width, height] = key.split('x').map(Number);
      return { width: width!, height: height!, count };
    }),
    modes: modes.all().map(([mode, count]) => ({ mode, count })),
    onPaper,
    paper: majorityOnPaper(onPaper, good),
    light: light / good,
    blank,
    leftOut: found.leftOut,
    bad: Array.from(bad, ([{ path }, reason]) => ({ path, reason })),
    unseen: found.unseen,
  };
}

function classesOf({
  classNames,
  train,
  test,
}: {
  readonly classNames: readonly string[];
  readonly train: readonly PictureFile[];
  readonly test: readonly PictureFile[];
}): FolderDescription['classes'] {
  const counts = new Map(classNames.map((name) => [name, { name, train: 0, test: 0 }]));
  for (const { className } of train) if (className !== undefined) counts.get(className)!.train++;
  for (const { className } of test) if (className !== undefined) counts.get(className)!.test++;
  return [...counts.values()];
}

function createTally(): { add(key: string): void; all(): [string, number][] } {
  const counts = new Map<string, number>();
  return {
    add: (key) => void counts.set(key, (counts.get(key) ?? 0) + 1),
    all: () => [...counts].sort((a, b) => b[1] - a[1]),
  };
}
