import { RnpError } from './rnpError.js';
import { shown } from './shown.js';

/** What values a setting takes, as data: its check, the reader of its text and the words of its help follow from it. */
export type ValueDescription = NumberDescription | ChoiceDescription | ListDescription | SizeDescription;

export interface NumberDescription {
  readonly type: 'number' | 'wholeNumber';
  /** Bounds, both included. */
  readonly min?: number;
  readonly max?: number;
  /** A bound that is itself left out. */
  readonly above?: number;
  /** What null stands for, in words; left out where null is no value. */
  readonly none?: string;
}

export interface ChoiceDescription<T extends string = string> {
  readonly type: 'choice';
  readonly of: readonly T[];
}

export interface ListDescription<T extends 'number' | 'text' = 'number' | 'text'> {
  readonly type: 'list';
  /** What an entry is; a text is never empty. */
  readonly of: T;
  /** The least that a number may be. */
  readonly min?: number;
  /** What the entries are, in words, such as `weights of 0 or more, one per level`. */
  readonly entries: string;
}

/** [height, width], whole numbers. */
export interface SizeDescription {
  readonly type: 'size';
  readonly min: number;
  readonly max: number;
}

/** Of the values of a field of this type: what describes another type does not compile. */
export type DescriptionOf<T> = [T] extends [number]
  ? NumberDescription & { readonly none?: never }
  : [T] extends [number | null]
    ? NumberDescription & { readonly none: string }
    : [T] extends [string]
      ? ChoiceDescription<T>
      : [T] extends [readonly [number, number] | undefined]
        ? SizeDescription
        : [T] extends [readonly number[]]
          ? ListDescription<'number'>
          : [T] extends [readonly string[]]
            ? ListDescription<'text'>
            : never;

const types: readonly unknown[] = ['number', 'wholeNumber', 'choice', 'list', 'size'];

/**
 * What is wrong with a value, in the words of the argument checks: `must be a whole number from 1, not 0`; null where it is one of those
 * described.
 *
 * @throws RnpError `RNP_CONFIG` for what is no description
 * @example
 * const complaint = misfit(steps, { type: 'wholeNumber', min: 1 });
 */
export function misfit(value: unknown, description: ValueDescription): string | null {
  const { type, of } = (description ?? {}) as { readonly type?: unknown; readonly of?: unknown };
  const known = type === 'choice' ? Array.isArray(of) : types.includes(type);
  if (!known) {
    throw new RnpError('RNP_CONFIG', `must describe values, not be ${shown(description)}`, {
      path: 'description',
    });
  }
  return fits(value, description) ? null : `must be ${needs(description)}, not ${shown(value)}`;
}

/** Whether this is one of the values. */
function fits(value: unknown, description: ValueDescription): boolean {
  if (description.type === 'choice') return description.of.some((one) => one === value);
  if (description.type === 'list') {
    const { of, min } = description;
    const fitsEntry = (entry: unknown): boolean =>
      of === 'text' ? typeof entry === 'string' && entry !== '' : isWithin(entry, { min });
    return Array.isArray(value) && value.every(fitsEntry);
  }
  if (description.type === 'size') {
    const isSide = (side: unknown): boolean => Number.isSafeInteger(side) && isWithin(side, description);
    return Array.isArray(value) && value.length === 2 && isSide(value[0]) && isSide(value[1]);
  }
  if (value === null) return description.none !== undefined;
  return isWithin(value, description) && (description.type === 'number' || Number.isSafeInteger(value));
}

/** `a whole number from 1` */
function needs(description: ValueDescription): string {
  if (description.type === 'choice') return `one of ${description.of.join(', ')}`;
  if (description.type === 'list') return `a list of ${description.entries}`;
  if (description.type === 'size') {
    return `[height, width], each a whole number from ${description.min} to ${description.max}`;
  }
  const { type, min, max, above, none } = description;
  const from = above === undefined ? (min === undefined ? '' : ` from ${min}`) : ` above ${above}`;
  const to = max === undefined ? '' : ` to ${max}`;
  const or = none === undefined ? '' : `, or null for ${none}`;
  return `a ${type === 'number' ? 'number' : 'whole number'}${from}${to}${or}`;
}

function isWithin(
  value: unknown,
  {
    min = Number.NEGATIVE_INFINITY,
    max = Number.POSITIVE_INFINITY,
    above = Number.NEGATIVE_INFINITY,
  }: Bounds,
): boolean {
  return (
    Number.isFinite(value) &&
    (value as number) >= min &&
    (value as number) <= max &&
    (value as number) > above
  );
}

interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly above?: number | undefined;
}
