import { shown } from '@rnp/errors';
import { wrongSetting } from '../errors.js';

/** Reads the text after '=' of the setting `name`. */
type Reader<T> = (value: string, name: string) => T;

export const number: Reader<number> = (value, name) => {
  const read = Number(value);
  if (value.trim() === '' || !Number.isFinite(read)) {
    throw wrongSetting(name, `must be a number, not ${shown(value)}`);
  }
  return read;
};

export const text: Reader<string> = (value) => value;

/** `1,2,3`; nothing or `none` for no entry. */
export const numbers: Reader<number[]> = (value, name) =>
  value.trim() === '' || value === 'none' ? [] : value.split(',').map((item) => number(item, name));

/** `a,b`; nothing or `none` for no entry. */
export const texts: Reader<string[]> = (value) =>
  value.trim() === '' || value === 'none' ? [] : value.split(',').map((item) => item.trim());

export const numberOrList: Reader<number | number[]> = (value, name) =>
  value.includes(',') ? numbers(value, name) : number(value, name);

export const numberOrNone: Reader<number | null> = (value, name) =>
  value === 'none' ? null : number(value, name);

/** `8` or `8x12`, height first. */
export const size: Reader<readonly [number, number]> = (value, name) => {
  const sides = value.split('x').map((side) => number(side, name));
  if (sides.length > 2)
    throw wrongSetting(name, `must be a side or heightxwidth, such as 8x12, not ${shown(value)}`);
  return [sides[0]!, sides[1] ?? sides[0]!];
};
