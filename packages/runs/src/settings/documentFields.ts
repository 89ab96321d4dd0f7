import { misfit, shown, type ValueDescription } from '@rnp/errors';
import type { RnpOptions } from '@rnp/vae';
import { z } from 'zod';
import { check, isDescribed, isWord, type Look, orNull } from '../checks.js';
import { wrongSetting } from '../errors.js';
import { augmentationIn, augmentationInFile } from './augmentation.js';
import { networkKinds } from './networkKind.js';
import type { Settings } from './settingTypes.js';

/** A field of settings as objects: in a program, in a file of settings, in a sweep. */
interface DocumentField<T> {
  readonly meaning: string;
  /** Looks at it in a program. */
  readonly look: Look;
  /**
   * Reads it from plain JSON.
   *
   * @param path where the settings stand, named in errors
   * @throws UsageError
   */
  readonly read: (value: unknown, path: string) => T;
  /** What it is in an entry of a sweep, before it is read. */
  readonly inSweep: z.ZodType;
  /** Whether whole settings may be without it. */
  readonly optional?: true;
}

type DocumentFields = {
  readonly [K in keyof Settings]-?: DocumentField<Settings[K]>;
};

const objects = z.record(z.string(), z.unknown());

/** Every field of `Settings`, in the order in which messages list them: one without a row here does not compile. */
export const documentFields: DocumentFields = Object.freeze<DocumentFields>({
  data: {
    meaning: 'data set by name, or a folder of images',
    look: isWord,
    read: (value, path) => {
      if (typeof value === 'string') return value;
      throw wrongSetting(`${path}: data`, `must be a string, not ${shown(value)}`);
    },
    inSweep: z.string(),
  },
  network: described(
    'network',
    'the program, or the baseline',
    { type: 'choice', of: networkKinds },
    z.string(),
  ),
  model: {
    meaning: 'fields of the model’s config',
    look: check.object,
    read: (value, path) => withoutShape(objectOf(value, `${path}: model`)),
    inSweep: objects,
  },
  training: {
    meaning: 'fields of the training’s config',
    look: check.object,
    read: (value, path) => objectOf(value, `${path}: training`),
    inSweep: objects,
  },
  epochs: orNullIn(
    described('epochs', 'passes over the data, in place of steps', { type: 'number', above: 0 }, z.number()),
  ),
  workers: orAllIn(
    orNullIn(
      described(
        'workers',
        'engines that share each batch: how many, or all for one per core',
        { type: 'wholeNumber', min: 1 },
        z.union([z.number().int().min(1), z.literal('all')], { error: 'a whole number from 1, or all' }),
      ),
    ),
  ),
  augment: {
    meaning:
      'how far images are moved at random, by name, as in { "shift": 2 }; or as text: "none", "shift:2"',
    look: (path, value) => void augmentationIn(value, path),
    read: augmentationInFile,
    inSweep: z.union([objects, z.string()], {
      error: 'an object such as { shift: 2 }, or a text such as shift:2',
    }),
    optional: true,
  },
});

/** What settings in plain JSON may hold. */
export const documentKeys: readonly (keyof Settings)[] = Object.freeze(
  Object.keys(documentFields) as (keyof Settings)[],
);

/** Those that whole settings have. */
export const requiredKeys: readonly string[] = documentKeys.filter((key) => !documentFields[key].optional);

/** The fields of a file of settings in one line, `{ "data"?, "network"?, … }`, for messages and help. */
export const documentShape: string = `{ ${documentKeys.map((key) => `"${key}"?`).join(', ')} }`;

/** @throws UsageError naming the place */
export function objectOf(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrongSetting(name, `must be an object of settings, ${documentShape}, not ${shown(value)}`);
  }
  return value as Record<string, unknown>;
}

function described<T>(
  name: string,
  meaning: string,
  values: ValueDescription,
  inSweep: z.ZodType,
): DocumentField<T> {
  return {
    meaning,
    look: isDescribed(values),
    read: (value, path) => {
      const complaint = misfit(value, values);
      if (complaint !== null) throw wrongSetting(`${path}: ${name}`, complaint);
      return value as T;
    },
    inSweep,
  };
}

/** Null in a program and in a file: a length in steps, an engine per core. */
function orNullIn<T>({ look, read, ...field }: DocumentField<T>): DocumentField<T | null> {
  return { ...field, look: orNull(look), read: (value, path) => (value === null ? null : read(value, path)) };
}

/** In a file also `all`, as `set` takes it. */
function orAllIn(field: DocumentField<number | null>): DocumentField<number | null> {
  return {
    ...field,
    read: (value, path) => {
      if (typeof value === 'string' && value !== 'all')
        throw wrongSetting(`${path}: workers`, `must be a whole number from 1, or all, not ${shown(value)}`);
      return value === 'all' ? null : field.read(value, path);
    },
  };
}

/** The data decides the shape of the images. */
function withoutShape(model: Record<string, unknown>): RnpOptions {
  const { imageShape: _, ...rest } = model;
  return rest as RnpOptions;
}
