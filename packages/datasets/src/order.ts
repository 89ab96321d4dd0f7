import { RnpError, shown } from '@rnp/errors';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { generatorOf } from './generator.js';

/**
 * The order in which an epoch visits the items: a permutation of 0 … length − 1 that depends only on
 * its arguments. Integer arithmetic only, so it is the same on every machine.
 *
 * @throws RnpError `RNP_CONFIG` for a length, seed or epoch that is no integer ≥ 0
 */
export function order(length: number, seed: number, epoch: number): Uint32Array<ArrayBuffer> {
  requireCount('length', length, 0);
  requireCount('seed', seed, 0);
  requireCount('epoch', epoch, 0);
  const generator = generatorOf(seed, epoch);
  const items = new Uint32Array(length);
  for (let i = 0; i < length; i++) items[i] = i;
  // Fisher and Yates, from the back.
  for (let i = length - 1; i > 0; i--) {
    const j = uniformInt(generator, 0, i);
    const kept = items[i]!;
    items[i] = items[j]!;
    items[j] = kept;
  }
  return items;
}

/**
 * The items of one training step (counted from 0). Stateless, so a resumed run needs only its step number.
 * Each epoch visits the items in its own `order`; an incomplete batch at its end is left out.
 *
 * @returns `batchSize` different indices
 * @throws RnpError `RNP_CONFIG` when the batch is larger than the data set
 */
export function batchIndices(
  length: number,
  batchSize: number,
  seed: number,
  step: number,
): Uint32Array<ArrayBuffer> {
  return epochOrder()(length, batchSize, seed, step);
}

/** `batchIndices` that remembers the last epoch's order: shuffling 60,000 items takes longer than making a batch. */
export function epochOrder(): typeof batchIndices {
  let last: { readonly key: string; readonly items: Uint32Array<ArrayBuffer> } | null = null;
  return (length, batchSize, seed, step) => {
    requireCount('batchSize', batchSize, 1);
    requireCount('step', step, 0);
    requireCount('seed', seed, 0);
    requireCount('length', length, 1);
    if (batchSize > length) {
      throw new RnpError(
        'RNP_CONFIG',
        `a batch of ${batchSize} is larger than the data set (${length} images); choose at most ${length}`,
        { path: 'batchSize' },
      );
    }
    const batches = Math.floor(length / batchSize);
    const epoch = Math.floor(step / batches);
    const key = [length, seed, epoch].join();
    if (last?.key !== key) last = { key, items: order(length, seed, epoch) };
    const from = (step % batches) * batchSize;
    return last.items.slice(from, from + batchSize);
  };
}

/** @throws RnpError `RNP_CONFIG` unless the value is an integer of at least `min` */
export function requireCount(path: string, value: number, min: number): void {
  if (Number.isSafeInteger(value) && value >= min) return;
  throw new RnpError('RNP_CONFIG', `must be an integer of at least ${min}, not ${shown(value)}`, { path });
}
