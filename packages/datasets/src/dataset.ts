// n items, h height, w width, c channels
import { RnpError, shown } from '@rnp/errors';
import type { Preprocessing } from '@rnp/images';
import { check, requireArray, requireDataset } from './checks.js';
import { requirePreprocessing } from './requirePreprocessing.js';

/** A number per image: an index into a list of names. */
export type Labels = Uint8Array | Uint16Array;

/** Images of one size, a byte per value; 0 is black (no ink) and 255 is white (full ink). */
export interface Dataset {
  readonly name: string;
  readonly split: string;
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  /** n, the number of images. */
  readonly length: number;
  /** n·h·w·c bytes: image by image, row by row, channels interleaved. */
  readonly images: Uint8Array;
  /** [n], the class of each image. */
  readonly labels?: Labels;
  /** The name of class i at position i. */
  readonly classNames?: readonly string[];
  /** [n], what else images have in common beside their class: an alphabet, an object seen from many sides. */
  readonly groups?: Labels;
  /** The name of group i at position i. */
  readonly groupNames?: readonly string[];
  /** How pictures become images of this kind; what is usual for the shape unless given, see `preprocessingOf`. */
  readonly preprocessing?: Preprocessing;
}

const optional: readonly (keyof Dataset)[] = [
  'length',
  'labels',
  'classNames',
  'groups',
  'groupNames',
  'preprocessing',
];

/**
 * A data set of one's own from raw bytes. The bytes are kept, not copied.
 *
 * @throws RnpError `RNP_DATA_MISMATCH` when images, shape, labels, class names and preprocessing do not fit together
 */
export function createDataset(source: Omit<Dataset, 'length'>): Dataset {
  check.options('source', source, ['name', 'split', 'imageShape', 'images'], optional);
  check.text('name', source.name);
  check.array('imageShape', source.imageShape);
  check.bytes('images', source.images);
  if (source.classNames !== undefined) check.array('classNames', source.classNames);
  if (source.groupNames !== undefined) check.array('groupNames', source.groupNames);
  for (const labels of ['labels', 'groups'] as const) {
    if (source[labels] !== undefined) requireArray(labels, source[labels]);
  }
  const { name, images, imageShape, labels, classNames, groups, groupNames } = source;
  if (imageShape.length !== 3 || !imageShape.every((size) => Number.isSafeInteger(size) && size > 0)) {
    throw mismatch(
      `${name}: the image shape [${imageShape.map(String)}] is not [height, width, channels], each at least 1`,
    );
  }
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const length = images.length / size;
  if (!Number.isInteger(length) || length === 0) {
    throw mismatch(
      `${name}: ${images.length} bytes are no whole number (1 or more) of [${imageShape}] images of ${size} bytes`,
    );
  }
  if (source.preprocessing !== undefined) requirePreprocessing(name, source.preprocessing, imageShape);
  requireNamed(name, length, 'label', 'class', labels, classNames);
  requireNamed(name, length, 'group', 'group', groups, groupNames);
  return { ...source, length };
}

/**
 * Items `from` to `to` (exclusive) as a data set of its own, sharing the bytes.
 *
 * @throws RnpError `RNP_CONFIG` unless 0 ≤ from < to ≤ length
 */
export function subset(dataset: Dataset, from: number, to: number): Dataset {
  requireDataset(dataset);
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || from >= to || to > dataset.length) {
    throw new RnpError(
      'RNP_CONFIG',
      `no items ${shown(from)} to ${shown(to)} in ${dataset.name} (${dataset.split}), which holds 0 to ${dataset.length}`,
    );
  }
  const size = imageSize(dataset);
  return {
    ...dataset,
    length: to - from,
    images: dataset.images.subarray(from * size, to * size),
    ...(dataset.labels && { labels: dataset.labels.subarray(from, to) }),
    ...(dataset.groups && { groups: dataset.groups.subarray(from, to) }),
  };
}

/**
 * The images at these positions, in this order.
 *
 * @returns n·h·w·c values in [0, 1] (NHWC), ready for `tf.tensor4d(values, [n, h, w, c])`
 * @throws RnpError `RNP_CONFIG` for a position outside the data set
 */
export function batchOf(dataset: Dataset, indices: ArrayLike<number>): Float32Array<ArrayBuffer> {
  requireDataset(dataset);
  check.array('indices', indices);
  const size = imageSize(dataset);
  const values = new Float32Array(indices.length * size);
  for (let item = 0; item < indices.length; item++) {
    const index = indices[item]!;
    if (!Number.isInteger(index) || index < 0 || index >= dataset.length) {
      throw new RnpError(
        'RNP_CONFIG',
        `no image ${shown(index)} in ${dataset.name} (${dataset.split}); choose from 0 to ${dataset.length - 1}`,
      );
    }
    const from = index * size;
    const to = item * size;
    for (let at = 0; at < size; at++) values[to + at] = dataset.images[from + at]! / 255;
  }
  return values;
}

function requireNamed(
  name: string,
  length: number,
  what: 'label' | 'group',
  kind: 'class' | 'group',
  values: Labels | undefined,
  names: readonly string[] | undefined,
): void {
  if (values === undefined) return;
  if (values.length !== length) {
    throw mismatch(`${name}: ${length} images but ${values.length} ${what}s; are they from the same split?`);
  }
  if (names === undefined) return;
  const stray = values.findIndex((value) => value >= names.length);
  if (stray >= 0) {
    throw mismatch(
      `${name}: image ${stray} has ${kind} ${values[stray]}, but only ${names.length} ${kind === 'class' ? 'classes' : 'groups'} are named`,
    );
  }
}

/** Bytes of one image: h·w·c. */
export function imageSize(dataset: Pick<Dataset, 'imageShape'>): number {
  const [height, width, channels] = dataset.imageShape;
  return height * width * channels;
}

function mismatch(message: string): RnpError {
  return new RnpError('RNP_DATA_MISMATCH', message);
}
