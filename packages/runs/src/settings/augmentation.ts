import type { Augmentation } from '@rnp/datasets';
import { shown, shownTyped } from '@rnp/errors';
import { z } from 'zod';
import { check } from '../checks.js';
import { type UsageError, wrongSetting } from '../errors.js';

/** The largest amounts that leave something of a picture: pixels, ln of the size, degrees, pixels per pixel. */
const largest = { shift: 1000, scale: 1, rotate: 180, shear: 2 } as const;
const names = Object.keys(largest) as (keyof typeof largest)[];
const amount = (name: keyof typeof largest): z.ZodNumber => z.number().min(0).max(largest[name]);

/** `shift up to 1000, …`, for messages and help. */
export const augmentationRanges: string = names.map((name) => `${name} up to ${largest[name]}`).join(', ');

/** Augmentations in records, tasks and settings, which may come from anybody. */
export const augmentationSchema = z
  .strictObject({
    shift: amount('shift'),
    scale: amount('scale'),
    rotate: amount('rotate'),
    shear: amount('shear'),
  })
  .partial() as unknown as z.ZodType<Augmentation>;

/**
 * How far images are moved at random, as the setting `augment` takes it: `none`, or such as `shift:2,rotate:5`. What is 0 is left out.
 *
 * @throws UsageError
 */
export function augmentationOf(value: string): Augmentation {
  return readText(value, shownTyped(value));
}

/** The same from a file: such a text, or plain JSON, `{ "shift": 2 }`. @throws UsageError */
export function augmentationInFile(content: unknown, path: string): Augmentation {
  return typeof content === 'string'
    ? readText(content, `${shown(content)} in ${path}`)
    : augmentationIn(content, path);
}

/** The same from a program, `{ shift: 2 }`. @throws UsageError */
export function augmentationIn(content: unknown, path: string): Augmentation {
  // A list that somebody has written in place of it may be long.
  const text = String(JSON.stringify(content));
  return checked(content, `${text.length > 100 ? `${text.slice(0, 100)}…` : text} in ${path}`);
}

function readText(value: string, given: string): Augmentation {
  if (value === 'none') return {};
  const entries = value.split(',').map((part) => {
    const [, name = '', by = ''] = /^\s*(\w+)\s*:\s*(\S+)\s*$/.exec(part) ?? [];
    return [name, by === '' ? Number.NaN : Number(by)] as const;
  });
  if (new Set(entries.map(([name]) => name)).size < entries.length) throw refused(given);
  return checked(Object.fromEntries(entries), given);
}

/**
 * An augmentation as the setting `augment` takes it, such as 'shift:2,rotate:5'; 'none' without one.
 *
 * @throws RnpError RNP_CONFIG for an unknown name or a value that is not a number
 */
export function augmentationText(augmentation: Augmentation | undefined): string {
  if (augmentation !== undefined) {
    check.options('augmentation', augmentation, [], names);
    for (const [name, by] of Object.entries(augmentation)) check.number(`augmentation.${name}`, by);
  }
  return (
    Object.entries(augmentation ?? {})
      .map(([name, by]) => `${name}:${by}`)
      .join() || 'none'
  );
}

function checked(content: unknown, given: string): Augmentation {
  const read = augmentationSchema.safeParse(content);
  if (!read.success) throw refused(given);
  // In one order and without what does nothing, so that the same is the same text.
  return Object.fromEntries(names.flatMap((name) => (read.data[name] ? [[name, read.data[name]]] : [])));
}

function refused(given: string): UsageError {
  return wrongSetting(
    'augment',
    `must be none, or such as shift:2,rotate:5, each once and from 0 (${augmentationRanges}), not ${given}`,
  );
}
