import { RnpError } from '@rnp/errors';

/**
 * The check of an object by its names.
 *
 * @throws RnpError RNP_WEIGHTS
 */
export function requireRecord(path: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  throw new RnpError('RNP_WEIGHTS', `must be an object, not ${kindOf(value)}`, { path });
}

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}
