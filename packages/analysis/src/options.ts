import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';

/** Checks of options: RNP_CONFIG. */
export const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }),
);

/**
 * Options with their defaults; one that is undefined counts as left out.
 *
 * @param needed names without a default that must be there
 * @param more names without a default that may be there
 * @throws RnpError RNP_CONFIG if it is not an object, for an unknown name, and for a missing one
 */
export function readOptions<D extends object, O extends object>(
  options: O,
  defaults: D,
  needed: readonly string[] = [],
  more: readonly string[] = [],
): D & O {
  check.options('options', options, needed, [...Object.keys(defaults), ...more]);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...defaults, ...Object.fromEntries(given) } as D & O;
}
