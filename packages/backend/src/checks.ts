import * as tf from '@tensorflow/tfjs-core';
import { BackendError } from './errors.js';

/**
 * Makes a package's own error about an argument.
 *
 * @param path the argument, option or entry at fault, such as `options.outputShape`
 * @param has what was given
 * @param needs what is wanted
 */
export type Refusal = (path: string, has: string, needs: string) => Error;

/** Looks at arguments before anything is computed with them: at types, shapes and names, never at a tensor's values. */
export interface Checks {
  /** An object of options: none of `required` is missing, and no name is there but those and the `optional` ones. */
  options(path: string, value: unknown, required: readonly string[], optional?: readonly string[]): void;
  /** A float32 tensor that is alive; of this shape, where a string stands for any size and says what it is. */
  tensor(path: string, value: unknown, shape?: readonly (number | string)[]): void;
  /** A finite number from `min` to `max`, both included. */
  number(path: string, value: unknown, min?: number, max?: number): void;
  /** A whole number from `min` to `max`, both included. */
  wholeNumber(path: string, value: unknown, min: number, max?: number): void;
  /** One of a few values. */
  choice(path: string, value: unknown, allowed: readonly unknown[]): void;
  /** A function. */
  callable(path: string, value: unknown): void;
  /** An object that is no list and no tensor, such as parameters by name. */
  object(path: string, value: unknown): void;
  /** A list, each entry of which `each` looks at. */
  list(path: string, value: unknown, each: (path: string, entry: unknown) => void): void;
  /** A text. */
  text(path: string, value: unknown): void;
  /** What tells that its work is no longer wanted. */
  signal(path: string, value: unknown): void;
  /** A list of numbers, of `length` entries where that is given. */
  numbers(path: string, value: unknown, length?: number): void;
}

/** The checks of a package, which throw its errors. @throws BackendError `RNP_BACKEND_OPTION` for what makes none */
export function checksWith(refuse: Refusal): Checks {
  if (typeof refuse !== 'function') {
    throw new BackendError('RNP_BACKEND_OPTION', `refuse is ${shown(refuse)}; it must be a function`);
  }
  const must = (fits: boolean, path: string, value: unknown, needs: string): void => {
    if (!fits) throw refuse(path, shown(value), needs);
  };
  const checks: Checks = {
    options: (path, value, required, optional = []) => {
      const names = [...required, ...optional];
      must(isObject(value), path, value, `an object with ${names.join(', ')}`);
      const given = value as Readonly<Record<string, unknown>>;
      for (const name of Object.keys(given)) {
        if (!names.includes(name)) {
          throw refuse(`${path}.${name}`, 'an unknown option', `one of ${names.join(', ')}`);
        }
      }
      for (const name of required) must(given[name] !== undefined, `${path}.${name}`, undefined, 'given');
    },
    tensor: (path, value, shape) => {
      // Steps of a training look at hundreds of tensors: words are only made for the one that is wrong.
      if (isTensor(value, shape)) return;
      const wanted = shape === undefined ? 'a float32 tensor' : `a float32 tensor [${shape.join(', ')}]`;
      if (!(value instanceof tf.Tensor)) throw refuse(path, shown(value), wanted);
      if (value.isDisposed) throw refuse(path, 'a tensor that has been disposed of', wanted);
      if (value.dtype !== 'float32')
        throw refuse(path, `of type ${value.dtype}`, `${wanted} (tf.cast makes it one)`);
      throw refuse(path, `[${value.shape.join(', ')}]`, `[${shape!.join(', ')}]`);
    },
    number: (path, value, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY) =>
      must(
        Number.isFinite(value) && (value as number) >= min && (value as number) <= max,
        path,
        value,
        `a number${range(min, max)}`,
      ),
    wholeNumber: (path, value, min, max = Number.MAX_SAFE_INTEGER) =>
      must(
        Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
        path,
        value,
        `a whole number${range(min, max)}`,
      ),
    choice: (path, value, allowed) =>
      must(allowed.includes(value), path, value, `one of ${allowed.join(', ')}`),
    callable: (path, value) => must(typeof value === 'function', path, value, 'a function'),
    object: (path, value) => must(isObject(value), path, value, 'an object'),
    list: (path, value, each) => {
      must(Array.isArray(value), path, value, 'a list');
      for (const [i, entry] of (value as unknown[]).entries()) each(`${path}[${i}]`, entry);
    },
    text: (path, value) => must(typeof value === 'string', path, value, 'a string'),
    signal: (path, value) => {
      const { aborted, addEventListener } = (value ?? {}) as Partial<AbortSignal>;
      const fits = typeof aborted === 'boolean' && typeof addEventListener === 'function';
      must(fits, path, value, 'an AbortSignal, such as new AbortController().signal');
    },
    numbers: (path, value, length) => {
      const needs = length === undefined ? 'a list of numbers' : `a list of ${length} numbers`;
      must(Array.isArray(value) && (length === undefined || value.length === length), path, value, needs);
      for (const [i, entry] of (value as unknown[]).entries()) checks.number(`${path}[${i}]`, entry);
    },
  };
  return checks;
}

function isTensor(value: unknown, shape: readonly (number | string)[] | undefined): boolean {
  if (!(value instanceof tf.Tensor) || value.isDisposed || value.dtype !== 'float32') return false;
  if (shape === undefined) return true;
  if (value.shape.length !== shape.length) return false;
  return shape.every((size, axis) => typeof size === 'string' || size === value.shape[axis]);
}

/** A value as an error names it: short, and with its type where that is what is wrong. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `the string ${JSON.stringify(cut(value))}`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  if (value instanceof tf.Tensor) return `a tensor [${value.shape.join(', ')}]`;
  if (Array.isArray(value)) {
    return value.length <= 8 && value.every((entry) => typeof entry === 'number')
      ? `[${value.join(', ')}]`
      : `a list of ${value.length}`;
  }
  return typeof value === 'object' && value !== null ? `an object (${nameOf(value)})` : String(value);
}

function nameOf(value: object): string {
  return cut(Object.prototype.toString.call(value).slice('[object '.length, -1));
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}

function range(min: number, max: number): string {
  const from = min === Number.NEGATIVE_INFINITY ? '' : ` from ${min}`;
  const to = max === Number.POSITIVE_INFINITY || max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`;
  return from + to;
}

function isObject(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof tf.Tensor)
  );
}
