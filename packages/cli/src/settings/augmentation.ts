import type { Augmentation } from '@rnp/datasets';
import { z } from 'zod';
import { UsageError } from '../errors.js';
import { number } from './readers.js';

const amounts = ['shift', 'scale', 'rotate', 'shear'] as const;
const amount = z.number().min(0).max(1e4);

/** Augmentations in records and tasks, which may come from anybody. */
export const augmentationSchema = z
  .strictObject({ shift: amount, scale: amount, rotate: amount, shear: amount })
  .partial() as unknown as z.ZodType<Augmentation>;

/**
 * How far images are moved at random, as `--set augment=` takes it: `none`, or such as `shift:2,rotate:5`. What is 0 is left out.
 *
 * @throws UsageError
 */
export function augmentationOf(value: string): Augmentation {
  if (value === 'none') return {};
  return checked(
    value.split(',').map((part) => {
      const [name = '', by = ''] = part.split(':');
      return [name.trim(), number(by.trim(), `augment: ${name.trim()}`)] as const;
    }),
  );
}

/** The same from plain JSON, `{ "shift": 2 }`. @throws UsageError */
export function augmentationIn(content: unknown, path: string): Augmentation {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UsageError(`${path}: augment must be an object such as { "shift": 2, "rotate": 5 }`);
  }
  return checked(Object.entries(content));
}

export function augmentationText(augmentation: Augmentation | undefined): string {
  return (
    Object.entries(augmentation ?? {})
      .map(([name, by]) => `${name}:${by}`)
      .join() || 'none'
  );
}

function checked(entries: readonly (readonly [string, unknown])[]): Augmentation {
  for (const [name, by] of entries) {
    if (!amounts.some((one) => one === name) || !amount.safeParse(by).success) {
      throw new UsageError(
        `augment has ${name}:${String(by)}; there are ${amounts.join(', ')}, each a number from 0 to 10,000, such as augment=shift:2,rotate:5, or augment=none`,
      );
    }
  }
  // In one order and without what does nothing, so that the same is the same text.
  const given = new Map(entries);
  return Object.fromEntries(
    amounts.flatMap((name) => (given.get(name) ? [[name, given.get(name) as number]] : [])),
  );
}
