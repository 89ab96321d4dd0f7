import { RnpError, type RnpErrorCode, shown } from '@rnp/errors';

/**
 * The check of an object by its names, for files, which are read and written without TensorFlow.js: the checks of
 * @rnp/backend would bring it along.
 *
 * @throws RnpError with this code
 */
export function requireRecord(path: string, value: unknown, code: RnpErrorCode): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new RnpError(code, `must be an object, not ${shown(value)}`, { path });
}
