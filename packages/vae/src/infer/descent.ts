// b batch, m terms
import { type AdamState, adamUpdate, initAdam, type Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { requireImages } from '../inputs.js';
import type { Model } from '../model.js';
import { requirePixelsOf } from '../pixels.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { turnOfTheLoop } from '../turnOfTheLoop.js';
import { drawn, energyTerms, totalOf } from './energy.js';
import { chosen, type FreeTree, freeTreeOf, withinRange } from './freeTree.js';
import type { WholeInferOptions } from './inferOptions.js';

/** Of each image the best tree met, and the terms of its energy: [b, m] total, pixels, top, states, actions, squared error. */
export interface Best {
  readonly tree: FreeTree;
  readonly terms: tf.Tensor2D;
}

/** How far a descent is. `best` stays the descent's, and is there until the next is asked for. */
export interface DescentStep {
  readonly step: number;
  readonly best: Best;
}

/**
 * Goes down the gradient of the energy from the encoder's trees, step 0, and keeps the best tree of each image.
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
      const { terms, gradients } = termsAndGradients(model, images, now.tree, options);
      try {
        best = bettered(best, now.tree, terms);
        if (step < steps) now = descended(now, gradients, options);
      } finally {
        tf.dispose([terms, gradients] as tf.TensorContainer);
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
      best?.terms,
    ] as tf.TensorContainer);
  }
}

/** Where the descent is. */
interface Descent {
  readonly tree: FreeTree;
  readonly state: AdamState;
}

function begun(model: Model<RnpNetwork>, images: tf.Tensor4D, { free }: WholeInferOptions): Descent {
  const { mean, logVariance } = model.encode(images);
  try {
    const tree = freeTreeOf(model, mean, free);
    return { tree, state: initAdam(tree) };
  } finally {
    tf.dispose([mean, logVariance]);
  }
}

/** The terms of each image's energy, [b, m], and the gradient of their total in every free tensor. */
function termsAndGradients(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  tree: FreeTree,
  { precisions }: WholeInferOptions,
): { readonly terms: tf.Tensor2D; readonly gradients: Parameters } {
  const names = Object.keys(tree);
  let terms: tf.Tensor2D | undefined;
  try {
    const gradients = tf.tidy(() => {
      const of = (...values: tf.Tensor[]): tf.Scalar => {
        const free = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
        const energy = energyTerms(drawn(model, free), images, precisions);
        const total = totalOf(energy);
        const { pixels, top, states, actions, squaredError } = energy;
        terms = tf.keep(
          tf.stack([total, pixels, top, ...states, ...actions, squaredError], 1),
        ) as tf.Tensor2D;
        return tf.sum(total);
      };
      return tf.grads(of)(names.map((name) => tree[name]!));
    });
    return { terms: terms!, gradients: Object.fromEntries(names.map((name, i) => [name, gradients[i]!])) };
  } catch (cause) {
    terms?.dispose();
    throw cause;
  }
}

/** Takes over the better of two trees of each image; the old tensors are freed. What is no number is never better. */
function bettered(old: Best | undefined, tree: FreeTree, terms: tf.Tensor2D): Best {
  if (old === undefined) {
    return { tree: mapTensors(tree, (tensor) => tf.clone(tensor)), terms: tf.clone(terms) };
  }
  const better = tf.tidy(() => tf.less(totals(terms), totals(old.terms)) as tf.Tensor1D);
  const next = {
    tree: chosen(better, tree, old.tree),
    terms: tf.tidy(() => tf.where(tf.expandDims(better, 1), terms, old.terms) as tf.Tensor2D),
  };
  tf.dispose([better, old.tree, old.terms] as tf.TensorContainer);
  return next;
}

const totals = (terms: tf.Tensor2D): tf.Tensor1D => tf.reshape(tf.slice(terms, [0, 0], [-1, 1]), [-1]);

/** A step of Adam, and actions kept within their range; the old tensors are used up. */
function descended(
  { tree, state }: Descent,
  gradients: Parameters,
  { learningRate }: WholeInferOptions,
): Descent {
  const next = tf.tidy(() => {
    const options = { factor: tf.scalar(1), learningRate, clipValue: null };
    const { parameters, state: moved } = adamUpdate(tree, gradients, state, options);
    return { tree: parameters, first: moved.first, second: moved.second };
  });
  tf.dispose(tree as tf.TensorContainer);
  return {
    tree: withinRange(next.tree),
    state: { first: next.first, second: next.second, updates: state.updates + 1 },
  };
}

const mapTensors = (tree: FreeTree, to: (tensor: tf.Tensor) => tf.Tensor): FreeTree =>
  Object.fromEntries(Object.entries(tree).map(([name, tensor]) => [name, to(tensor)]));
