import { ImageError } from './errors.js';

/**
 * Makes a package's own error about an argument.
 *
 * @param path the argument or option at fault, such as `options.width`
 * @param complaint what it must be and what it is
 */
export type ArgumentRefusal = (path: string, complaint: string) => Error;

/** Looks at arguments before anything is done with them; for packages without TensorFlow.js, otherwise as @rnp/backend's. */
export interface ArgumentChecks {
  /** An object of options: none of `required` is missing, and no name is there but those and the `optional` ones. */
  options(path: string, value: unknown, required: readonly string[], optional?: readonly string[]): void;
  /** An object that is no list. */
  object(path: string, value: unknown): void;
  /** A list, or numbers in an array; `each` looks at every entry. */
  list(path: string, value: unknown, each?: (path: string, entry: unknown) => void): void;
  /** A finite number from `min` to `max`, both included. */
  number(path: string, value: unknown, min?: number, max?: number): void;
  /** A whole number from `min` to `max`, both included. */
  wholeNumber(path: string, value: unknown, min: number, max?: number): void;
  /** One of a few values. */
  choice(path: string, value: unknown, allowed: readonly unknown[]): void;
  text(path: string, value: unknown): void;
  bytes(path: string, value: unknown): void;
  callable(path: string, value: unknown): void;
  signal(path: string, value: unknown): void;
}

/** The checks of a package, which throw its errors. @throws ImageError RNP_IMAGE_OPTION for what makes none */
export function argumentChecks(refuse: ArgumentRefusal): ArgumentChecks {
  if (typeof refuse !== 'function') {
    throw new ImageError('RNP_IMAGE_OPTION', `must be a function, not ${shown(refuse)}`, { path: 'refuse' });
  }
  const must = (fits: boolean, path: string, value: unknown, needs: string): void => {
    if (!fits) throw refuse(path, `must be ${needs}, not ${shown(value)}`);
  };
  return {
    options: (path, value, required, optional = []) => {
      const names = [...required, ...optional];
      must(isObject(value), path, value, `an object with ${names.join(', ')}`);
      const given = value as Readonly<Record<string, unknown>>;
      const stranger = Object.keys(given).find((name) => !names.includes(name));
      if (stranger !== undefined) {
        throw refuse(`${path}.${stranger}`, `is an unknown option; there are ${names.join(', ')}`);
      }
      for (const name of required) must(given[name] !== undefined, `${path}.${name}`, undefined, 'given');
    },
    object: (path, value) => must(isObject(value), path, value, 'an object'),
    list: (path, value, each) => {
      const numbers = ArrayBuffer.isView(value) && !(value instanceof DataView);
      must(Array.isArray(value) || numbers, path, value, 'a list');
      if (!each) return;
      for (const [i, entry] of (value as readonly unknown[]).entries()) each(`${path}[${i}]`, entry);
    },
    number: (path, value, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY) => {
      const fits = Number.isFinite(value) && (value as number) >= min && (value as number) <= max;
      must(fits, path, value, `a number${range(min, max)}`);
    },
    wholeNumber: (path, value, min, max = Number.MAX_SAFE_INTEGER) => {
      const fits = Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max;
      must(fits, path, value, `a whole number${range(min, max)}`);
    },
    choice: (path, value, allowed) =>
      must(allowed.includes(value), path, value, `one of ${allowed.join(', ')}`),
    text: (path, value) => must(typeof value === 'string', path, value, 'a string'),
    bytes: (path, value) =>
      must(
        kindOf(value) === 'Uint8Array' || kindOf(value) === 'Uint8ClampedArray',
        path,
        value,
        'a Uint8Array',
      ),
    callable: (path, value) => must(typeof value === 'function', path, value, 'a function'),
    signal: (path, value) => {
      const { aborted, addEventListener } = (value ?? {}) as Partial<AbortSignal>;
      const fits = typeof aborted === 'boolean' && typeof addEventListener === 'function';
      must(fits, path, value, 'an AbortSignal');
    },
  };
}

/** A value as an error names it: short, and with its type where that is what is wrong. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `the string ${JSON.stringify(value.slice(0, 40))}`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? `an object (${kindOf(value)})` : String(value);
}

/** By its name, as one of another frame or context is of another class. */
function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function range(min: number, max: number): string {
  const from = min === Number.NEGATIVE_INFINITY ? '' : ` from ${min}`;
  const to = max === Number.POSITIVE_INFINITY || max === Number.MAX_SAFE_INTEGER ? '' : ` to ${max}`;
  return from + to;
}
