import { shownTyped, type ValueDescription } from '@rnp/errors';
import { wrongSetting } from '../errors.js';

/** Reads the text after '=' of the setting `name`. */
type Reader<T> = (value: string, name: string) => T;

export const number: Reader<number> = (value, name) => read(value, name, 'a number');

/** Whether it is whole is looked at where its range is, with the range. */
export const wholeNumber: Reader<number> = (value, name) => read(value, name, 'a whole number');

function read(value: string, name: string, kind: string): number {
  const amount = Number(value);
  if (value.trim() === '' || !Number.isFinite(amount)) {
    throw wrongSetting(name, `must be ${kind}, not ${shownTyped(value)}`);
  }
  return amount;
}

/** `1,2,3`; nothing or `none` for no entry. */
export const numbers: Reader<number[]> = (value, name) =>
  value.trim() === '' || value === 'none' ? [] : value.split(',').map((item) => number(item, name));

/** `a,b`; nothing or `none` for no entry. */
const texts: Reader<string[]> = (value) =>
  value.trim() === '' || value === 'none' ? [] : value.split(',').map((item) => item.trim());

export const numberOrList: Reader<number | number[]> = (value, name) =>
  value.includes(',') ? numbers(value, name) : number(value, name);

function orNone(plain: Reader<number>): Reader<number | null> {
  return (value, name) => (value === 'none' ? null : plain(value, name));
}

/** `8` or `8x12`, height first. */
export const size: Reader<readonly [number, number]> = (value, name) => {
  const sides = value.split('x').map((side) => number(side, name));
  if (sides.length > 2)
    throw wrongSetting(name, `must be a side or heightxwidth, such as 8x12, not ${shownTyped(value)}`);
  return [sides[0]!, sides[1] ?? sides[0]!];
};

/** @throws UsageError with the values there are */
export function oneOf<T extends string>(values: readonly T[], value: string, name: string): T {
  const found = values.find((one) => one === value);
  if (found === undefined) {
    throw wrongSetting(name, `must be one of ${values.join(', ')}, not ${shownTyped(value)}`);
  }
  return found;
}

/** What reads the text of a value that is described so; its range is looked at where the settings are complete. */
export function readerOf(description: ValueDescription): Reader<unknown> {
  if (description.type === 'choice') return (value, name) => oneOf(description.of, value, name);
  if (description.type === 'size') return size;
  if (description.type === 'list') return description.of === 'text' ? texts : numbers;
  const plain = description.type === 'number' ? number : wholeNumber;
  return description.none === undefined ? plain : orNone(plain);
}

/** What may stand after '=' of a setting: `whole number from 1`. */
export function valuesInWords(description: ValueDescription): string {
  if (description.type === 'choice') return description.of.join(', ');
  if (description.type === 'list') return `none, or ${description.entries}`;
  if (description.type === 'size')
    return `side or heightxwidth, each ${description.min} to ${description.max}`;
  const { type, min, max, above, none } = description;
  const kind = type === 'number' ? 'number' : 'whole number';
  const range =
    above !== undefined
      ? ` above ${above}`
      : min === undefined
        ? ''
        : max === undefined
          ? ` from ${min}`
          : `, ${min} to ${max}`;
  return `${kind}${range}${none === undefined ? '' : ', or none'}`;
}

/** The text that is read as this value. */
export function textOf(value: unknown, type?: ValueDescription['type']): string {
  if (value === null) return 'none';
  if (!Array.isArray(value)) return String(value);
  return value.join(type === 'size' ? 'x' : ',') || 'none';
}
