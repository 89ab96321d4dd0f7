import { RnpError } from '@rnp/errors';
import { check, requireArray, requireShape } from './checks.js';
import type { Dataset, Labels } from './dataset.js';
import { requirePreprocessing } from './requirePreprocessing.js';

const optional: readonly (keyof Dataset)[] = [
  'length',
  'labels',
  'classNames',
  'groups',
  'groupNames',
  'preprocessing',
  'recipe',
  'truth',
];

/**
 * Your own data set from raw bytes. The bytes are kept, not copied.
 *
 * @throws RnpError `RNP_CONFIG` for a part of the wrong type; `RNP_DATA_MISMATCH` when images, shape, labels, class names and preprocessing do not fit together
 */
export function createDataset(source: Omit<Dataset, 'length'>): Dataset {
  check.options('source', source, ['name', 'split', 'imageShape', 'images'], optional);
  check.text('name', source.name);
  check.text('split', source.split);
  requireShape('imageShape', source.imageShape);
  check.bytes('images', source.images);
  if (source.classNames !== undefined) check.array('classNames', source.classNames);
  if (source.groupNames !== undefined) check.array('groupNames', source.groupNames);
  if (source.truth !== undefined) check.callable('truth', source.truth);
  for (const labels of ['labels', 'groups'] as const) {
    if (source[labels] !== undefined) requireArray(labels, source[labels]);
  }
  const { name, images, imageShape, labels, classNames, groups, groupNames } = source;
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

function requireNamed(
  name: string,
  length: number,
  what: 'label' | 'group',
  kind: 'class' | 'group',
  values: Labels | undefined,
  names: readonly string[] | undefined,
): void {
  if (values === undefined) {
    if (names === undefined) return;
    throw mismatch(
      `${name}: has ${kind}Names but no ${what}s; give one ${what} for each image, or leave ${kind}Names out`,
    );
  }
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

function mismatch(message: string): RnpError {
  return new RnpError('RNP_DATA_MISMATCH', message);
}
