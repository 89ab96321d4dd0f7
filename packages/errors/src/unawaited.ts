import { isPromise } from './shown.js';

/**
 * What a function of the caller's gave, which is to be a value: a promise is refused by whoever looks at it next, so that nobody
 * awaits it, and its rejection would end the process. This one is marked as handled.
 *
 * @returns the same value
 */
export function unawaited<T>(value: T): T {
  if (isPromise(value)) Promise.resolve(value).catch(() => undefined);
  return value;
}
