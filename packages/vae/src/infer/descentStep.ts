// b batch, m columns of the table
import { type AdamState, type AdamUpdate, adamUpdate, initAdam, type Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { energyTable, totals } from './energy.js';
import { chosen, type FreeTree, isAction, type WeightedRnp, withinRange } from './freeTree.js';
import type { InferOptimiser, Precisions } from './inferOptions.js';

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

/** The table of each image's energy, and the gradient of their sum in every free tensor. */
export function tableAndGradients(
  model: WeightedRnp,
  images: tf.Tensor4D,
  tree: FreeTree,
  precisions: Precisions,
): { readonly table: tf.Tensor2D; readonly gradients: Parameters } {
  const names = Object.keys(tree);
  let table: tf.Tensor2D | undefined;
  try {
    const gradients = tf.tidy(() => {
      const energy = (...values: tf.Tensor[]): tf.Scalar => {
        const free = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
        table = tf.keep(energyTable(model, free, images, precisions));
        return tf.sum(totals(table));
      };
      return tf.grads(energy)(names.map((name) => tree[name]!));
    });
    return { table: table!, gradients: Object.fromEntries(names.map((name, i) => [name, gradients[i]!])) };
  } catch (cause) {
    table?.dispose();
    throw cause;
  }
}

/** Takes over the better of two trees of each image; the old tensors are freed. What is no number is never better. */
export function bettered(old: Best | undefined, tree: FreeTree, table: tf.Tensor2D): Best {
  if (old === undefined) {
    const copied = Object.entries(tree).map(([name, tensor]) => [name, tf.clone(tensor)] as const);
    return { tree: Object.fromEntries(copied), table: tf.clone(table) };
  }
  const next = tf.tidy(() => {
    const better = tf.less(totals(table), totals(old.table)) as tf.Tensor1D;
    const rows = tf.where(tf.expandDims(better, 1), table, old.table) as tf.Tensor2D;
    return { tree: chosen(better, tree, old.tree), table: rows };
  });
  tf.dispose([old.tree, old.table] as tf.TensorContainer);
  return next;
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
