import { ModelError, type ModelErrorCode } from '../errors.js';

/**
 * The check of an object by its names, for files, which are read and written without TensorFlow.js: the checks of
 * @rnp/backend would bring it along.
 *
 * @throws ModelError with this code
 */
export function requireRecord(path: string, value: unknown, code: ModelErrorCode): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new ModelError(code, `must be an object, not ${kindOf(value)}`, path);
}

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}
