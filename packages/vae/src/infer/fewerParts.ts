// b batch, r rows: trees that are tried, one after the other; k level from the top
import type { Presence, TreePresence } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import type { FoundTrees } from './bestTrees.js';
import { clonesOf } from './descentStep.js';
import type { WholeInferOptions } from './inferOptions.js';
import { costOfPart, type WholePresence } from './presence.js';
import { countsOf, withoutChild } from './treePresence.js';
import { energiesIn, type ScoredTrees, scoredRows, treeRows } from './treeRows.js';
import type { Walk } from './walk.js';

/** Where the taking away of parts is. Its tensors are its own. */
export interface Taking {
  /** With what is there of all levels. */
  readonly found: FoundTrees & { readonly presence: Presence };
  /** E of each image, without what parts cost. */
  readonly energies: readonly number[];
  /** Of each image, what it has at least without any part. */
  readonly blank: readonly number[];
  /** The level whose children are tried, 0 for the parts of the top program. */
  readonly level: number;
  /** What the next round tries, those of an image one after the other; none once all is done. */
  readonly trials: readonly Trial[];
  readonly options: WholePresence;
}

/** An image with all parts that it has, or without some of them. */
interface Trial {
  readonly image: number;
  readonly there: TreePresence;
  /** What the parts that it goes without cost. */
  readonly saved: number;
  /** The program whose child alone is left out, counted through those of the tree. */
  readonly program?: number;
}

/** Trials that have gone down; their trees are their own. */
interface Tried {
  readonly trials: readonly Trial[];
  readonly scored: ScoredTrees;
  /** E of each. */
  readonly energies: readonly number[];
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
  const energies = await energiesIn(table);
  const found = { tree: clonesOf(tree), table: tf.clone(table), presence };
  return withTrials({ found, energies, blank, options, level: 0 }, [...presence.keys()]);
}

/**
 * A round: each image is tried without each of its parts of a level, and with all of them for as many steps. It loses the part without which
 * it costs least, if that is less than the part does. Where several programs have a child that could go, the image is also tried without one
 * of each, those missed least, and loses them all if it costs least then. What it had is freed. Once no image loses a part, the next level is due.
 */
export async function fewerParts(taking: Taking, images: tf.Tensor4D, walk: Walk): Promise<Taking> {
  const tried: Tried[] = [];
  try {
    for (const trials of batchesOf(taking)) tried.push(await gone(taking, trials, images, walk));
    const joint = jointTrials(tried);
    if (joint.length > 0) tried.push(await gone(taking, joint, images, walk));
    return chosen(taking, tried);
  } finally {
    tf.dispose(tried.map(({ scored }) => scored) as unknown as tf.TensorContainer);
  }
}

/** With what is tried next of these images; of all images at the next level, if nothing is. */
function withTrials(taking: Omit<Taking, 'trials'>, images: readonly number[]): Taking {
  const trials = images.flatMap((image) => trialsOf(taking, image));
  const level = taking.level + 1;
  if (trials.length > 0 || level >= taking.options.levels) return { ...taking, trials };
  return withTrials({ ...taking, level }, [...taking.found.presence.keys()]);
}

/** An image with all it has, and without each part that may go. */
function trialsOf(
  { level, found, energies, blank, options }: Omit<Taking, 'trials'>,
  image: number,
): readonly Trial[] {
  const there = found.presence[image]!;
  const count = countsOf(there)[level]!;
  const saved = costOfPart(options, level, count);
  // Where even the best blank tree misses too much, the last part needs no trial.
  if (level === 0 && count === 1 && blank[image]! >= energies[image]! + saved) return [];
  const own = there[level]!;
  const t = own.length / (there[level - 1]?.length ?? 1);
  const trials = own.flatMap((is, child): readonly Trial[] => {
    if (!is) return [];
    const program = Math.floor(child / t);
    const siblings = own.slice(program * t, (program + 1) * t).filter(Boolean).length;
    // A part without any of its own would be there, and draw nothing.
    if (level > 0 && siblings === 1) return [];
    return [{ image, there: withoutChild(there, level, child), saved, program }];
  });
  return level > 0 && trials.length === 0 ? [] : [{ image, there, saved: 0 }, ...trials];
}

/** The trials of whole images in batches of about as many rows as all parts of the top programs need. */
function batchesOf({ trials, found: { presence } }: Taking): readonly (readonly Trial[])[] {
  const max = presence.length * (presence[0]![0]!.length + 1);
  const batches: Trial[][] = [];
  for (const ofImage of groupedBy(trials, ({ image }) => image).values()) {
    const last = batches.at(-1);
    if (last !== undefined && last.length + ofImage.length <= max) last.push(...ofImage);
    else batches.push([...ofImage]);
  }
  return batches;
}

/** Images without one child of each of several programs, those without which each alone costs less. */
function jointTrials(tried: readonly Tried[]): readonly Trial[] {
  const all = tried.flatMap(({ trials, energies }) =>
    trials.map((trial, row) => ({ ...trial, paid: energies[row]! - trial.saved })),
  );
  const images = groupedBy(all, ({ image }) => image);
  return [...images.values()].flatMap(([whole, ...others]): readonly Trial[] => {
    const losses = [...groupedBy(others, ({ program }) => program).values()]
      .map((ofProgram) => ofProgram.reduce((a, b) => (b.paid < a.paid ? b : a)))
      .filter(({ paid }) => paid < whole!.paid);
    if (losses.length < 2) return [];
    const there = whole!.there.map((level, k) =>
      level.map((is, i) => is && losses.every((loss) => loss.there[k]![i])),
    );
    return [{ image: whole!.image, there, saved: losses.reduce((sum, { saved }) => sum + saved, 0) }];
  });
}

/** Trials that go down, all as one batch, from where the round begins. */
async function gone(
  { found: { tree, presence }, options: { steps } }: Taking,
  trials: readonly Trial[],
  images: tf.Tensor4D,
  walk: Walk,
): Promise<Tried> {
  const rows = trials.map(({ image }) => image);
  const begin = { presence: trials.map(({ there }) => there) };
  const start = (): { readonly tree: typeof tree; readonly presence: Presence } => ({
    tree: treeRows([tree], [presence.length], rows),
    ...begin,
  });
  const tried = tf.tidy(() => tf.gather(images, tf.tensor1d(rows, 'int32')));
  try {
    for await (const { at, best } of walk(tried, start, steps, rows)) {
      if (at < steps) continue;
      const energies = await energiesIn(best.table);
      return { trials, scored: { tree: clonesOf(best.tree), table: tf.clone(best.table) }, energies };
    }
  } finally {
    tried.dispose();
  }
  throw new Error('a trial ends with its last step');
}

/** Each image that was tried goes on with the row that costs least, the others as they are. */
function chosen(taking: Taking, tried: readonly Tried[]): Taking {
  const { found, energies, ...rest } = taking;
  const batch = energies.length;
  const trials = tried.flatMap((one) => one.trials);
  const costs = tried.flatMap((one) => one.energies);
  const paid = (row: number): number => costs[row]! - trials[row]!.saved;
  const best = new Map<number, number>();
  for (const [row, { image }] of trials.entries()) {
    const other = best.get(image);
    if (other === undefined || paid(row) < paid(other)) best.set(image, row);
  }
  const rows = energies.map((_, image) => (best.has(image) ? batch + best.get(image)! : image));
  const scored = scoredRows([found, ...tried.map((one) => one.scored)], rows);
  const presence = found.presence.map((there, image) => trials[best.get(image) ?? -1]?.there ?? there);
  tf.dispose([found.tree, found.table] as tf.TensorContainer);
  const lost = [...best.keys()].filter((image) => presence[image] !== found.presence[image]);
  return withTrials(
    {
      ...rest,
      found: { ...scored, presence },
      energies: energies.map((energy, image) => costs[best.get(image) ?? -1] ?? energy),
    },
    lost,
  );
}

/** The entries of each key, in the order of the first of each. */
function groupedBy<T, K>(entries: readonly T[], keyOf: (entry: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}
