import { type ArgumentChecks, argumentChecks, RnpError, shown } from '@rnp/errors';

export const maxSide = 16384;
export const maxWidth = 65536;

/** Checks of settings, by RnpError RNP_CONFIG. */
export const checkSetting: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, problem) => new RnpError('RNP_CONFIG', problem, { path }),
);

/** @throws RnpError RNP_CONFIG unless this is a list of `min` to `max` entries that `item` takes */
export function list<T>(
  value: unknown,
  path: string,
  min: number,
  max: number,
  item: (v: unknown, path: string) => T,
): T[] {
  if (!Array.isArray(value) || value.length < min || value.length > max) {
    throw new RnpError(
      'RNP_CONFIG',
      min === max ? `give ${min} entries` : `give a list of ${min} to ${max} entries`,
      { path },
    );
  }
  // Not map(): it skips holes.
  return Array.from(value, (v, i) => item(v, `${path}[${i}]`));
}

/** @throws RnpError RNP_CONFIG unless this is a whole number from `min` to `max` */
export function integer(value: unknown, path: string, min: number, max: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw new RnpError('RNP_CONFIG', `must be a whole number from ${min} to ${max}${instead(value)}`, {
      path,
    });
  }
  return value;
}

/** @throws RnpError RNP_CONFIG unless this is a finite number */
export function finite(value: unknown, path: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw new RnpError('RNP_CONFIG', `must be a finite number${instead(value)}`, { path });
  }
  return value;
}

/** @throws RnpError RNP_CONFIG unless this is [height, width], each ≥ 2 */
export function pairOfSides(value: unknown, path: string): readonly [number, number] {
  const [height, width] = list(value, path, 2, 2, (v, p) => integer(v, p, 2, maxSide));
  return [height!, width!];
}

/** What was given, where a number is wanted. */
export function instead(value: unknown): string {
  return `, not ${shown(value)}`;
}
