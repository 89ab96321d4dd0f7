import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';
import { activations } from './activation/plain.js';
import { sizeOf } from './parameters.js';

export { expectShape, expectTensor, expectTensors } from './shapeCheck.js';

/** Checks of options and sizes, by the error of layers. */
export const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }),
);

/** @throws RnpError RNP_CONFIG unless this is a stream of random numbers */
export function checkRandom(random: unknown): void {
  check.object('random', random);
  check.callable('random.uniform', (random as { readonly uniform?: unknown }).uniform);
}

/** Entries of one tensor, 1 GiB, as many as a model may have in all. */
const maxEntries = 2 ** 28;

/** @throws RnpError RNP_CONFIG for more entries than fit a machine */
export function checkCount(path: string, shape: readonly number[]): void {
  const count = sizeOf(shape);
  if (count <= maxEntries) return;
  const problem = `makes a tensor [${shape.join(', ')}] of ${count.toPrecision(2)} entries, more than ${maxEntries}`;
  throw new RnpError('RNP_CONFIG', problem, { path });
}

/** @throws RnpError RNP_CONFIG unless this is the name of an activation */
export function checkActivation(path: string, activation: unknown): void {
  check.choice(path, activation, activations);
}

/** @throws RnpError RNP_CONFIG unless this is a finite number above 0, or null for no limit */
export function checkLimit(path: string, limit: unknown): void {
  if (limit !== null) check.number(path, limit, Number.MIN_VALUE);
}
