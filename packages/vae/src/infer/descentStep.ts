// b batch, m columns of the table
import { type AdamState, type AdamUpdate, adamUpdate, initAdam, type Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { betterRows } from './betterRows.js';
import { type FreeTree, isAction, withinRange } from './freeTree.js';
import type { InferOptimiser } from './inferOptions.js';

/** Of each image the best tree met, and the table of its energy, [b, m]. */
export interface Best {
  readonly tree: FreeTree;
  readonly table: tf.Tensor2D;
}

/** Where the descent is. */
export interface Descent {
  readonly tree: FreeTree;
  /** Null for steps of the plain gradient. */
  readonly state: AdamState | null;
}

/** A descent that has not moved yet, from a tree that is its own from now on. */
export function begunAt(tree: FreeTree, optimiser: InferOptimiser): Descent {
  return { tree, state: optimiser === 'adam' ? initAdam(tree) : null };
}

/** Takes over the better of two trees of each image; the old tensors are freed. What is no number is never better. */
export function bettered(old: Best | undefined, tree: FreeTree, table: tf.Tensor2D): Best {
  if (old === undefined) return { tree: clonesOf(tree), table: tf.clone(table) };
  const names = Object.keys(tree);
  const tensors = (of: FreeTree): tf.Tensor[] => names.map((name) => of[name]!);
  const [rows, ...chosen] = betterRows([table, ...tensors(tree)], [old.table, ...tensors(old.tree)]) as [
    tf.Tensor2D,
    ...tf.Tensor[],
  ];
  const next = { tree: Object.fromEntries(names.map((name, i) => [name, chosen[i]!])), table: rows };
  tf.dispose([old.tree, old.table] as tf.TensorContainer);
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

/** A step, and actions kept within their range; the old tensors are used up. */
export function moved({ tree, state }: Descent, gradients: Parameters, rate: number): Descent {
  return state === null
    ? { tree: movedPlainly(tree, gradients, rate), state }
    : movedByAdam(tree, state, gradients, rate);
}

function movedPlainly(tree: FreeTree, gradients: Parameters, rate: number): FreeTree {
  const next = tf.tidy(() =>
    withinRange(
      Object.fromEntries(
        Object.entries(tree).map(([name, tensor]) => {
          const way = tf.mul(gradients[name]!, isAction(name) ? rate * rateOfActions : rate);
          return [name, tf.sub(tensor, way)];
        }),
      ),
    ),
  );
  tf.dispose(tree as tf.TensorContainer);
  return next;
}

function movedByAdam(tree: FreeTree, state: AdamState, gradients: Parameters, rate: number): Descent {
  const { first, second, updates } = state;
  const update = (ofActions: boolean, learningRate: number): AdamUpdate => {
    const those = (all: Parameters): Parameters =>
      Object.fromEntries(Object.entries(all).filter(([name]) => isAction(name) === ofActions));
    const old = { first: those(first), second: those(second), updates };
    return adamUpdate(those(tree), those(gradients), old, {
      factor: tf.scalar(1),
      learningRate,
      clipValue: null,
      ...averages,
    });
  };
  const next = tf.tidy(() => {
    const [others, actions] = [update(false, rate), update(true, rate * rateOfActions)];
    return {
      tree: withinRange({ ...others.parameters, ...actions.parameters }),
      first: { ...others.state.first, ...actions.state.first },
      second: { ...others.state.second, ...actions.state.second },
    };
  });
  tf.dispose(tree as tf.TensorContainer);
  return { tree: next.tree, state: { first: next.first, second: next.second, updates: updates + 1 } };
}
