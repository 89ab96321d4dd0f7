// b batch, m columns of the table
import { type AdamState, type AdamUpdate, adamUpdate, initAdam, type Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { requireImages } from '../inputs.js';
import type { Model } from '../model.js';
import { requirePixelsOf } from '../pixels.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { turnOfTheLoop } from '../turnOfTheLoop.js';
import { energyTable, totals } from './energy.js';
import { chosen, type FreeTree, isAction, withinRange } from './freeTree.js';
import type { WholeInferOptions } from './inferOptions.js';
import { rateShare } from './rate.js';
import { startTree } from './startTree.js';

/** Of each image the best tree met, and the table of its energy, [b, m]. */
export interface Best {
  readonly tree: FreeTree;
  readonly table: tf.Tensor2D;
}

/** How far a descent is. `best` stays the descent's, and is there until the next is asked for. */
export interface DescentStep {
  readonly step: number;
  readonly best: Best;
}

/**
 * Goes down the gradient of the energy from where it begins, step 0, and keeps the best tree of each image.
 *
 * @throws RnpError as `infer`; no tensor is left then, nor when it is left early
 */
export async function* descend(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  options: WholeInferOptions,
): AsyncGenerator<DescentStep, void, undefined> {
  const { steps, signal } = options;
  let now: Descent | undefined;
  let best: Best | undefined;
  try {
    await requirePixelsOf(images);
    now = begun(model, images, options);
    for (let step = 0; step <= steps; step++) {
      signal?.throwIfAborted();
      requireImages(images, model.network.imageShape);
      const { table, gradients } = tableAndGradients(model, images, now.tree, options);
      try {
        best = bettered(best, now.tree, table);
        if (step < steps) now = moved(now, gradients, options.learningRate * rateShare(step, steps));
      } finally {
        tf.dispose([table, gradients] as tf.TensorContainer);
      }
      yield { step, best };
      await turnOfTheLoop();
    }
  } finally {
    tf.dispose([
      now?.tree,
      now?.state.first,
      now?.state.second,
      best?.tree,
      best?.table,
    ] as tf.TensorContainer);
  }
}

/** What is read of the best trees after the last step. @throws RnpError as `infer`; what `read` throws */
export async function descended<T>(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  options: WholeInferOptions,
  read: (best: Best) => Promise<T>,
): Promise<T> {
  for await (const { step, best } of descend(model, images, options)) {
    if (step === options.steps) return await read(best);
  }
  throw new Error('a descent ends with its last step');
}

/** Where the descent is. */
interface Descent {
  readonly tree: FreeTree;
  readonly state: AdamState;
}

function begun(model: Model<RnpNetwork>, images: tf.Tensor4D, options: WholeInferOptions): Descent {
  const tree = startTree(model, images, options);
  return { tree, state: initAdam(tree) };
}

/** The table of each image's energy, and the gradient of their sum in every free tensor. */
function tableAndGradients(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  tree: FreeTree,
  { precisions }: WholeInferOptions,
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
function bettered(old: Best | undefined, tree: FreeTree, table: tf.Tensor2D): Best {
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

/** A step of Adam, and actions kept within their range; the old tensors are used up. */
function moved({ tree, state }: Descent, gradients: Parameters, rate: number): Descent {
  const { first, second, updates } = state;
  const factor = tf.scalar(1);
  const update = (ofActions: boolean, learningRate: number): AdamUpdate => {
    const those = (all: Parameters): Parameters =>
      Object.fromEntries(Object.entries(all).filter(([name]) => isAction(name) === ofActions));
    const old = { first: those(first), second: those(second), updates };
    return adamUpdate(those(tree), those(gradients), old, {
      factor,
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
  tf.dispose([tree, factor] as tf.TensorContainer);
  return { tree: next.tree, state: { first: next.first, second: next.second, updates: updates + 1 } };
}
