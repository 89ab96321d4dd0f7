// b batch, m columns of the table
import type { Parameters } from '@rnp/nn';
import { adamAttributes } from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { betterRows } from './betterRows.js';
import { descended } from './descentOp.js';
import type { TableAndGradients } from './energies.js';
import { type FreeTree, isAction } from './freeTree.js';
import type { InferOptimiser } from './inferOptions.js';

/** Of each image the best tree met, and the table of its energy, [b, m]. */
export interface Best {
  readonly tree: FreeTree;
  readonly table: tf.Tensor2D;
}

/** Where the descent is, and the best that it met on its way. Its tensors are its own. */
export interface Descent {
  readonly tree: FreeTree;
  /** Adam's averages of all entries; null for steps of the plain gradient. */
  readonly moments: tf.Tensor | null;
  readonly updates: number;
  /** Undefined before the first step. */
  readonly best: Best | undefined;
}

/** A descent that has not moved yet, from a tree that is its own from now on. */
export function begunAt(tree: FreeTree, optimiser: InferOptimiser): Descent {
  const size = Object.values(tree).reduce((sum, tensor) => sum + tensor.size, 0);
  return {
    tree,
    moments: optimiser === 'adam' ? tf.zeros([2 * size]) : null,
    updates: 0,
    best: undefined,
  };
}

/** Takes over the better of two trees of each image; the old tensors are freed. What is no number is never better. */
export function bettered(old: Best | undefined, tree: FreeTree, table: tf.Tensor2D): Best {
  if (old === undefined) return { tree: clonesOf(tree), table: tf.clone(table) };
  const names = Object.keys(tree);
  const [rows, ...chosen] = betterRows(
    [table, ...tensorsOf(tree, names)],
    [old.table, ...tensorsOf(old.tree, names)],
  );
  const next = { tree: named(names, chosen), table: rows as tf.Tensor2D };
  freeBest(old);
  return next;
}

/** The same, the caller's. */
export function clonesOf(tree: FreeTree): FreeTree {
  const clones = Object.entries(tree).map(([name, tensor]) => [name, tf.clone(tensor)] as const);
  return Object.fromEntries(clones);
}

/** Adam's averages forget within some five steps: where a tree stands, its gradient is soon another one. */
const averages = Object.freeze({ beta1: 0.8, beta2: 0.9 });
/** Of the rate; a frame that moves takes all with it that lies in it. */
const rateOfActions = 0.6;

/** A step: the better tree of each image is kept, and all go on, actions within their range. The old tensors are used up. */
export function stepped(now: Descent, { table, gradients }: TableAndGradients, rate: number): Descent {
  const { tree, moments, best = { tree, table } } = now;
  const names = Object.keys(tree);
  const bounded = names.map(isAction);
  const updates = now.updates + 1;
  const constants = (learningRate: number) =>
    adamAttributes(updates, { learningRate, clipValue: null, ...averages });
  const adam = moments && constants(rate);
  const [ofOthers, ofActions] = adam
    ? [adam.rate, constants(rate * rateOfActions).rate]
    : [rate, rate * rateOfActions];
  const next = descended(
    {
      table,
      least: best.table,
      values: tensorsOf(tree, names),
      best: tensorsOf(best.tree, names),
      gradients: tensorsOf(gradients, names),
      moments,
    },
    { rates: bounded.map((is) => (is ? ofActions : ofOthers)), bounded, adam },
  );
  freeDescent(now);
  return {
    tree: named(names, next.values),
    moments: next.moments,
    updates,
    best: { tree: named(names, next.best), table: next.least as tf.Tensor2D },
  };
}

/** Frees what a descent owns. */
export function freeDescent({ tree, moments, best }: Descent): void {
  for (const name in tree) tree[name]!.dispose();
  moments?.dispose();
  if (best) freeBest(best);
}

function freeBest({ tree, table }: Best): void {
  for (const name in tree) tree[name]!.dispose();
  table.dispose();
}

function tensorsOf(tree: Parameters, names: readonly string[]): tf.Tensor[] {
  return names.map((name) => tree[name]!);
}

function named(names: readonly string[], tensors: readonly tf.Tensor[]): FreeTree {
  const tree: Record<string, tf.Tensor> = {};
  for (const [i, name] of names.entries()) tree[name] = tensors[i]!;
  return tree;
}
