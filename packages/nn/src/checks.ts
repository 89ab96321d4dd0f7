import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';
import { activations } from './activation/plain.js';
import { sizeOf } from './parameters.js';

export { expectShape, expectTensor, expectTensors } from './shapeCheck.js';

/**
 * The argument checks of @rnp/errors (`argumentChecks`), which throw `RnpError` RNP_CONFIG with the path of
 * the argument.
 */
export const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }),
);

/**
 * Checks that a value is a stream of random numbers, an object with a function `uniform`.
 *
 * @throws RnpError RNP_CONFIG otherwise
 */
export function checkRandom(random: unknown): void {
  check.object('random', random);
  check.callable('random.uniform', (random as { readonly uniform?: unknown }).uniform);
}

/** Entries of one tensor, 1 GiB, as many as a model may have in all. */
const maxEntries = 2 ** 28;

/**
 * Checks that a tensor of this shape has at most 2²⁸ entries, 1 GiB of float32.
 *
 * @param path name of the size in the error
 * @throws RnpError RNP_CONFIG for more entries
 */
export function checkCount(path: string, shape: readonly number[]): void {
  const count = sizeOf(shape);
  if (count <= maxEntries) return;
  const problem = `makes a tensor [${shape.join(', ')}] of ${count.toPrecision(2)} entries, more than ${maxEntries}`;
  throw new RnpError('RNP_CONFIG', problem, { path });
}

/**
 * Checks that a value is the name of an activation.
 *
 * @param path name of the argument in the error
 * @throws RnpError RNP_CONFIG otherwise
 */
export function checkActivation(path: string, activation: unknown): void {
  check.choice(path, activation, activations);
}

/**
 * Checks that a value is a finite number above 0, or null for no limit.
 *
 * @param path name of the argument in the error
 * @throws RnpError RNP_CONFIG otherwise
 */
export function checkLimit(path: string, limit: unknown): void {
  if (limit !== null) check.number(path, limit, Number.MIN_VALUE);
}
