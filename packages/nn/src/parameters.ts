import { RnpError, shown } from '@rnp/errors';
import type * as tf from '@tensorflow/tfjs-core';

/** Tensors by name; '/' separates the parts of a name, as in `dense1/kernel`. */
export type Parameters = Readonly<Record<string, tf.Tensor>>;

/** Shapes by name. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** How many entries a tensor of this shape has; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  requireSizes('shape', shape);
  return shape.reduce((product, size) => product * size, 1);
}

/** How many entries all these tensors have together. */
export function countOf(shapes: Shapes): number {
  expectEntries('shapes', shapes);
  for (const [name, shape] of Object.entries(shapes)) requireSizes(`shapes["${name}"]`, shape);
  return Object.values(shapes).reduce((sum, shape) => sum + sizeOf(shape), 0);
}

function requireSizes(path: string, shape: unknown): void {
  if (Array.isArray(shape) && shape.every((size) => typeof size === 'number')) return;
  throw new RnpError('RNP_SHAPE', `must be a list of sizes, not ${shown(shape)}`, { path });
}

/**
 * The entries below a prefix, with the prefix cut: `select({ 'state/norm/beta': t }, 'state')` is
 * `{ 'norm/beta': t }`. The tensors are the same objects. Works on shapes as well.
 */
export function select<T>(entries: Readonly<Record<string, T>>, prefix: string): Readonly<Record<string, T>> {
  expectEntries('entries', entries);
  expectPrefix(prefix);
  const start = `${prefix}/`;
  return Object.fromEntries(
    Object.entries(entries)
      .filter(([name]) => name.startsWith(start))
      .map(([name, entry]) => [name.slice(start.length), entry]),
  );
}

/** The other way round: every name gets the prefix and a '/'. */
export function prefixed<T>(
  entries: Readonly<Record<string, T>>,
  prefix: string,
): Readonly<Record<string, T>> {
  expectEntries('entries', entries);
  expectPrefix(prefix);
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`${prefix}/${name}`, entry]));
}

/** @throws RnpError RNP_WEIGHTS unless these are entries by name */
function expectEntries(path: string, entries: unknown): void {
  if (typeof entries === 'object' && entries !== null && !Array.isArray(entries)) return;
  throw new RnpError('RNP_WEIGHTS', `must be an object of entries by name`, { path });
}

/** @throws RnpError RNP_WEIGHTS unless this is a string */
function expectPrefix(prefix: unknown): void {
  if (typeof prefix !== 'string') throw new RnpError('RNP_WEIGHTS', 'must be a string', { path: 'prefix' });
}
