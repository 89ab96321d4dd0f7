import { type Checks, checksWith } from '@rnp/backend';
import { activations } from './activation/plain.js';
import { LayerConfigError } from './errors.js';

export { expectShape, expectTensor, expectTensors } from './shapeCheck.js';

/** Checks of options and sizes, by the error of layers. */
export const check: Checks = /* @__PURE__ */ checksWith(
  (path, has, needs) => new LayerConfigError(`${path} is ${has}; it must be ${needs}`, path),
);

/** @throws LayerConfigError unless this is a stream of random numbers */
export function checkRandom(random: unknown): void {
  check.object('random', random);
  check.callable('random.uniform', (random as { readonly uniform?: unknown }).uniform);
}

/** @throws LayerConfigError unless this is the name of an activation */
export function checkActivation(path: string, activation: unknown): void {
  check.choice(path, activation, activations);
}

/** @throws LayerConfigError unless this is a finite number above 0, or null for no limit */
export function checkLimit(path: string, limit: unknown): void {
  if (limit !== null) check.number(path, limit, Number.MIN_VALUE);
}
