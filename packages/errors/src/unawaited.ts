import { isPromise } from './shown.js';

/**
 * The result of a caller's function that must be a value. If it is a promise, the next check refuses it, so nobody awaits it
 * and its rejection would end the process. This function marks the promise as handled.
 *
 * @returns the same value
 */
export function unawaited<T>(value: T): T {
  if (isPromise(value)) Promise.resolve(value).catch(() => undefined);
  return value;
}
