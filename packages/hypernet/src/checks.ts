import { type Checks, checksWith } from '@rnp/backend';
import { HypernetConfigError } from './errors.js';
import { activations } from './stockActivation.js';

/** Checks of options and sizes, by this package's error. */
export const check: Checks = /* @__PURE__ */ checksWith(
  (path, has, needs) => new HypernetConfigError(`${path} is ${has}; it must be ${needs}`, path),
);

/** @throws HypernetConfigError unless this is a stream of random numbers */
export function checkRandom(random: unknown): void {
  check.object('random', random);
  check.callable('random.uniform', (random as { readonly uniform?: unknown }).uniform);
}

/** @throws HypernetConfigError unless this is the name of an activation */
export function checkActivation(path: string, activation: unknown): void {
  check.choice(path, activation, activations);
}
