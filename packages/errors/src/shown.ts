const maxLength = 40;

/** A value as an error shows it: short, and with its type if the type is wrong. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `the string ${JSON.stringify(cut(value))}`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  if (isTensor(value)) return `a tensor [${value.shape.join(', ')}]`;
  if (isPromise(value)) return 'a promise that nobody awaited';
  if (Array.isArray(value)) {
    return value.length <= 8 && value.every((entry) => typeof entry === 'number')
      ? `[${value.join(', ')}]`
      : `a list of ${value.length}`;
  }
  return typeof value === 'object' && value !== null ? `an object (${cut(kindOf(value))})` : String(value);
}

/** What a check sees of a tensor of TensorFlow.js, which this package does not bring along. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly isDisposed: boolean;
}

/** Whether `value instanceof tf.Tensor`, which goes by the same three fields; of these types they can be shown. */
export function isTensor(value: unknown): value is TensorLike {
  const { dataId, shape, dtype } = (value ?? {}) as Partial<Record<'dataId' | 'shape' | 'dtype', unknown>>;
  return dataId != null && Array.isArray(shape) && typeof dtype === 'string';
}

/** Neither a list nor a tensor, and no promise, which holds none of the names of what it resolves to. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !isTensor(value) &&
    !isPromise(value)
  );
}

/** Also one of another frame or context. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return kindOf(value) === 'Promise';
}

/** The class of a value by its name: one of another frame or context is of another class. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

/** A text, or its beginning. */
export function cut(text: string): string {
  return text.length > maxLength ? `${text.slice(0, maxLength - 3)}...` : text;
}
