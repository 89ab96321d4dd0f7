// b batch, r rows: a tree for each part that an image may do without, and one with all it has; m columns of the table
import type { Presence } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import type { FoundTrees, StartingTrees } from './bestTrees.js';
import { clonesOf } from './descentStep.js';
import type { WholeInferOptions } from './inferOptions.js';
import { costOfPart, countOf, type WholePresence } from './presence.js';
import type { Walk } from './walk.js';

/** Where the taking away of parts is. Its tensors are its own. */
export interface Taking {
  readonly found: FoundTrees & { readonly presence: Presence };
  /** E of each image, without what parts cost. */
  readonly energies: readonly number[];
  /** Of each image, what it has at least without any part. */
  readonly blank: readonly number[];
  /** What the next round tries; none once all is done. */
  readonly trials: readonly Trial[];
  readonly options: WholePresence;
}

/** An image with all parts that it has, or without one of them. */
interface Trial {
  readonly image: number;
  readonly there: readonly boolean[];
}

/**
 * Begins with trees, which stay the caller's.
 *
 * @param images [b, h, w, c]
 */
export async function takingBegun(
  images: tf.Tensor4D,
  { tree, table, presence = [] }: FoundTrees,
  { precisions }: WholeInferOptions,
  options: WholePresence,
): Promise<Taking> {
  const batch = images.shape[0];
  const ink = tf.tidy(() => tf.sum(tf.reshape(tf.square(images), [batch, -1]), 1));
  const squares = await ink.data().finally(() => ink.dispose());
  const blank = Array.from(squares, (square) => (precisions.pixels / 2) * square);
  const energies = await energiesOf(table);
  const begun = { energies, blank, options };
  const trials = trialsOf({ ...begun, presence, images: presence.map((_, image) => image) });
  return { ...begun, trials, found: { tree: clonesOf(tree), table: tf.clone(table), presence } };
}

/**
 * A round: each image is tried without each of its parts, and with all of them for as many steps, all trials as one batch. It loses the part
 * without which it costs least, if that is less than the part does. What it had is freed then.
 */
export async function lessOnePart(taking: Taking, images: tf.Tensor4D, walk: Walk): Promise<Taking> {
  const { trials, options } = taking;
  const rows = trials.map(({ image }) => image);
  const tried = tf.tidy(() => tf.gather(images, tf.tensor1d(rows, 'int32')));
  try {
    for await (const { at, best } of walk(tried, () => startOf(taking), options.steps, rows)) {
      if (at === options.steps) return await without(taking, best);
    }
  } finally {
    tried.dispose();
  }
  throw new Error('a trial ends with its last step');
}

/** For each of these images that may lose one more part, each part that is there. */
function trialsOf({
  images,
  presence,
  energies,
  blank,
  options,
}: Pick<Taking, 'energies' | 'blank' | 'options'> & {
  readonly images: readonly number[];
  readonly presence: Presence;
}): readonly Trial[] {
  return images.flatMap((image) => {
    const there = presence[image]!;
    // Where even the best blank tree misses too much, the last part needs no trial.
    if (countOf(there) === 1 && blank[image]! >= energies[image]! + costOfPart(options, 1)) return [];
    const without = (part: number): readonly boolean[] => there.map((is, t) => is && t !== part);
    const one = (left: readonly boolean[]): Trial => ({ image, there: left });
    return [one(there), ...there.flatMap((is, part) => (is ? [one(without(part))] : []))];
  });
}

/** Where trials begin; the caller owns the tensors. */
function startOf({ found: { tree, presence }, trials }: Taking): StartingTrees {
  const rows = trials.map(({ image }) => image);
  const begun = Object.entries(tree).map(
    ([name, tensor]) => [name, rowsOf([tensor], [presence.length], rows)] as const,
  );
  return { tree: Object.fromEntries(begun), presence: trials.map(({ there }) => there) };
}

async function without(
  { found, energies, blank, trials, options }: Taking,
  tried: FoundTrees,
): Promise<Taking> {
  const costs = await energiesOf(tried.table);
  const chosen = chosenRows(found.presence, trials, costs, options);
  const batch = energies.length;
  const rows = energies.map((_, image) => (chosen.has(image) ? batch + chosen.get(image)! : image));
  const merged = (own: tf.Tensor, other: tf.Tensor): tf.Tensor =>
    rowsOf([own, other], [batch, trials.length], rows);
  const trees = Object.entries(found.tree).map(
    ([name, tensor]) => [name, merged(tensor, tried.tree[name]!)] as const,
  );
  const table = merged(found.table, tried.table) as tf.Tensor2D;
  const next = {
    energies: energies.map((energy, image) => costs[chosen.get(image) ?? -1] ?? energy),
    presence: found.presence.map((there, image) => trials[chosen.get(image) ?? -1]?.there ?? there),
    blank,
    options,
  };
  tf.dispose([found.tree, found.table] as tf.TensorContainer);
  const lost = [...chosen.keys()].filter((image) => next.presence[image] !== found.presence[image]);
  return {
    ...next,
    found: { tree: Object.fromEntries(trees), table, presence: next.presence },
    trials: trialsOf({ ...next, images: lost }),
  };
}

/** Of each image that was tried the row that it goes on with: the cheapest without a part, or the one with all. */
function chosenRows(
  presence: Presence,
  trials: readonly Trial[],
  costs: readonly number[],
  options: WholePresence,
): ReadonlyMap<number, number> {
  const chosen = new Map<number, number>();
  const paid = (row: number): number => {
    const { image, there } = trials[row]!;
    // The part that may go is the last one that is paid for.
    return costs[row]! + (there === presence[image] ? costOfPart(options, countOf(there)) : 0);
  };
  for (const [row, { image }] of trials.entries()) {
    const other = chosen.get(image);
    if (other === undefined || paid(row) < paid(other)) chosen.set(image, row);
  }
  return chosen;
}

/** Rows, counted through, of tensors that hold so many of them each, one after the other. The caller owns the tensor. */
function rowsOf(
  tensors: readonly tf.Tensor[],
  counts: readonly number[],
  rows: readonly number[],
): tf.Tensor {
  return tf.tidy(() => {
    const [height, ...shape] = tensors[0]!.shape as [number, ...number[]];
    const flat = tf.concat(tensors.map((tensor, i) => tf.reshape(tensor, [counts[i]!, -1])));
    const chosen = tf.gather(flat, tf.tensor1d([...rows], 'int32'));
    return tf.reshape(chosen, [(height / counts[0]!) * rows.length, ...shape]);
  });
}

/** E of each image. */
async function energiesOf(table: tf.Tensor2D): Promise<readonly number[]> {
  const [batch, columns] = table.shape;
  const values = await table.data();
  return Array.from({ length: batch }, (_, image) => values[image * columns]!);
}
