import { type ArgumentChecks, argumentChecks, RnpError, shown } from '@rnp/errors';

/** Checks of options, trees and lists: RNP_CONFIG. */
export const checkOption: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }),
);

/** Words of an options object that were given must be strings. */
export function checkTexts<T extends object>(
  path: string,
  options: T,
  names: readonly (keyof T & string)[],
): void {
  for (const name of names) {
    if (options[name] !== undefined) checkOption.text(`${path}.${name}`, options[name]);
  }
}

const flags: readonly unknown[] = Object.freeze([true, false]);

export function checkFlag(path: string, value: unknown): void {
  checkOption.choice(path, value, flags);
}

/** A number above 0, at most `max`. */
export function checkPositive(path: string, value: unknown, max: number): void {
  if (typeof value === 'number' && value > 0 && value <= max) return;
  throw new RnpError('RNP_CONFIG', `must be above 0 and at most ${max}, not ${shown(value)}`, { path });
}
