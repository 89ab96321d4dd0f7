import { RnpError, shown } from '@rnp/errors';

/**
 * The check of an object by its names.
 *
 * @throws RnpError RNP_WEIGHTS
 */
export function requireRecord(path: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new RnpError('RNP_WEIGHTS', `must be an object, not ${shown(value)}`, { path });
}
