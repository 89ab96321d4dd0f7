import { jsonChange } from './jsonChange.js';
import { meant } from './meant.js';
import { RnpError } from './rnpError.js';
import { isObject, isTensor, kindOf, shown } from './shown.js';

/**
 * Makes a package's own error about an argument.
 *
 * @param path the argument, option or entry at fault, such as `options.outputShape`
 * @param complaint what it must be and what it is
 */
export type Refusal = (path: string, complaint: string) => Error;

/** Checks arguments before they are used: their types, shapes and names, never a tensor's values. */
export interface ArgumentChecks {
  /** An object of options: none of `required` is missing, and no name is there but those and the `optional` ones; a misspelt one is told what it is like. */
  options(path: string, value: unknown, required: readonly string[], optional?: readonly string[]): void;
  /** A float32 tensor that is alive; of this shape, where a string stands for any size and says what it is. */
  tensor(path: string, value: unknown, shape?: readonly (number | string)[]): void;
  /** A finite number from `min` to `max`, both included. */
  number(path: string, value: unknown, min?: number, max?: number): void;
  /** Any number, also one that is not finite: a figure where there may be none is NaN. */
  anyNumber(path: string, value: unknown): void;
  /** A whole number from `min` to `max`, both included. */
  wholeNumber(path: string, value: unknown, min: number, max?: number): void;
  /** One of a few values. */
  choice(path: string, value: unknown, allowed: readonly unknown[]): void;
  text(path: string, value: unknown): void;
  callable(path: string, value: unknown): void;
  signal(path: string, value: unknown): void;
  /** An object that is no list and no tensor, such as parameters by name. */
  object(path: string, value: unknown): void;
  /** A list; `each` looks at every entry. */
  list(path: string, value: unknown, each?: (path: string, entry: unknown) => void): void;
  /** A list or a typed array; `each` looks at every entry. */
  array(path: string, value: unknown, each?: (path: string, entry: unknown) => void): void;
  /** A list of finite numbers, of `length` entries where that is given. */
  numbers(path: string, value: unknown, length?: number): void;
  bytes(path: string, value: unknown): void;
  /** What JSON gives back as it was; the error names the place within. See `jsonChange`. */
  json(path: string, value: unknown): void;
}

/**
 * The checks of a package, which throw its errors.
 *
 * @throws RnpError `RNP_CONFIG` for what makes none
 * @example
 * const check = argumentChecks((path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }));
 * check.wholeNumber('options.steps', options.steps, 1);
 */
export function argumentChecks(refuse: Refusal): ArgumentChecks {
  if (typeof refuse !== 'function') {
    throw new RnpError('RNP_CONFIG', `must be a function, not ${shown(refuse)}`, { path: 'refuse' });
  }
  const must = (fits: boolean, path: string, value: unknown, needs: string): void => {
    if (!fits) throw refuse(path, `must be ${needs}, not ${shown(value)}`);
  };
  const checks: ArgumentChecks = {
    options: (path, value, required, optional = []) => {
      const names = [...required, ...optional];
      must(
        isObject(value),
        path,
        value,
        names.length === 0 ? 'an object' : `an object with ${names.join(', ')}`,
      );
      const given = value as Readonly<Record<string, unknown>>;
      const stranger = Object.keys(given).find((name) => !names.includes(name));
      if (stranger !== undefined) {
        const known = names.length === 0 ? 'there are none' : `there are ${names.join(', ')}`;
        throw refuse(`${path}.${stranger}`, `is an unknown option; ${known}${meant(stranger, names)}`);
      }
      for (const name of required) must(given[name] !== undefined, `${path}.${name}`, undefined, 'given');
    },
    tensor: (path, value, shape) => {
      // Steps of a training look at hundreds of tensors: words are only made for the one that is wrong.
      if (fitsTensor(value, shape)) return;
      const wanted = shape === undefined ? 'a float32 tensor' : `a float32 tensor [${shape.join(', ')}]`;
      throw refuse(path, `must be ${wanted}, not ${wrongTensor(value)}`);
    },
    number: (path, value, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY) => {
      const fits = Number.isFinite(value) && (value as number) >= min && (value as number) <= max;
      must(fits, path, value, `a number${range(min, max)}`);
    },
    anyNumber: (path, value) => must(typeof value === 'number', path, value, 'a number'),
    wholeNumber: (path, value, min, max = Number.MAX_SAFE_INTEGER) => {
      const fits = Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
      must(fits, path, value, `a whole number${wholeRange(min, max, value)}`);
    },
    choice: (path, value, allowed) =>
      must(allowed.includes(value), path, value, `one of ${allowed.join(', ')}`),
    text: (path, value) => must(typeof value === 'string', path, value, 'a string'),
    callable: (path, value) => must(typeof value === 'function', path, value, 'a function'),
    signal: (path, value) => {
      const { aborted, addEventListener } = (value ?? {}) as Partial<AbortSignal>;
      const fits = typeof aborted === 'boolean' && typeof addEventListener === 'function';
      must(fits, path, value, 'an AbortSignal, such as new AbortController().signal');
    },
    object: (path, value) => must(isObject(value), path, value, 'an object'),
    list: (path, value, each) => {
      must(Array.isArray(value), path, value, 'a list');
      lookAtEach(path, value as readonly unknown[], each);
    },
    array: (path, value, each) => {
      must(Array.isArray(value) || isTypedArray(value), path, value, 'a list or a typed array');
      lookAtEach(path, value as readonly unknown[], each);
    },
    numbers: (path, value, length) => {
      const needs = length === undefined ? 'a list of numbers' : `a list of ${length} numbers`;
      must(Array.isArray(value) && (length === undefined || value.length === length), path, value, needs);
      lookAtEach(path, value as readonly unknown[], (at, entry) => checks.number(at, entry));
    },
    bytes: (path, value) => must(/^Uint8(Clamped)?Array$/.test(kindOf(value)), path, value, 'a Uint8Array'),
    json: (path, value) => {
      const change = jsonChange(value);
      if (change !== null) throw refuse(`${path}${change.at}`, change.complaint);
    },
  };
  return checks;
}

function lookAtEach(
  path: string,
  values: readonly unknown[],
  each: ((path: string, entry: unknown) => void) | undefined,
): void {
  if (each === undefined) return;
  for (const [i, entry] of values.entries()) each(`${path}[${i}]`, entry);
}

function fitsTensor(value: unknown, shape: readonly (number | string)[] | undefined): boolean {
  if (!isTensor(value) || value.isDisposed || value.dtype !== 'float32') return false;
  if (shape === undefined) return true;
  if (value.shape.length !== shape.length) return false;
  return shape.every((size, axis) => typeof size === 'string' || size === value.shape[axis]);
}

function wrongTensor(value: unknown): string {
  if (!isTensor(value)) return shown(value);
  if (value.isDisposed) return 'one that has been disposed of';
  if (value.dtype !== 'float32') return `one of type ${value.dtype} (tf.cast makes it float32)`;
  return `[${value.shape.join(', ')}]`;
}

function isTypedArray(value: unknown): boolean {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** The ends of what a number holds exactly are only told where a value lies beyond them. */
function wholeRange(min: number, max: number, value: unknown): string {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) return ` from ${min} to ${max}`;
  return range(min === Number.MIN_SAFE_INTEGER ? Number.NEGATIVE_INFINITY : min, max);
}

function range(min: number, max: number): string {
  const from = min === Number.NEGATIVE_INFINITY ? '' : ` from ${min}`;
  const to = max === Number.POSITIVE_INFINITY || max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`;
  return from + to;
}
