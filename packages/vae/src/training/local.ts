// b batch, n programs of a level, t children, z latent

import { addAll } from '@rnp/backend';
import type { Parameters } from '@rnp/nn';
import type { InferredLevel } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { type FreeTree, freeTreeOf, predictedChildren, type WeightedRnp } from '../infer/freeTree.js';
import type { RnpConfig } from '../rnp/rnpConfig.js';

/**
 * What the drawing of given trees costs, Σ over the images: the only error that comes from outside; and what their programs predict of
 * their children, of each level, top first.
 */
export type Outcome = (tree: FreeTree) => {
  readonly cost: tf.Scalar;
  readonly predicted: readonly InferredLevel[];
};

/** Children of trees, and the errors that their predictions are to answer for, by the same names. */
export type LocalTree = { readonly tree: FreeTree; readonly errors: FreeTree };

/**
 * Errors of the children of a tree, as predictive coding finds them: each node's error becomes what its own drawing lacks, and what the
 * nodes that read it hand back of theirs through their predictions (Whittington & Bogacz 2017; Millidge et al. 2022, fixed predictions:
 * the children stay where they are predicted).
 *
 *     δ ← ∂outcome/∂v + Σ_j (∂p_j/∂v)ᵀ δ_j
 *
 * After as many sweeps as nodes follow upon each other, Σ_k t_k + 1, nothing changes any more, and δ is the gradient of backpropagation.
 *
 * @param program [b, z]
 * @param sweeps at least 1; more than change anything are not made
 * @returns the children as predicted, and δ by the same names, `program` among them; the caller owns both
 */
export function localErrors(
  model: WeightedRnp,
  program: tf.Tensor2D,
  outcome: Outcome,
  sweeps: number,
): LocalTree {
  const made = Math.min(sweeps, sweepsOf(model.network.spec.config));
  return tf.tidy(() => {
    const tree = freeTreeOf(model, program, 'all');
    const drawn = slopes(tree, (free) => outcome(free).cost);
    let errors = drawn;
    for (let sweep = 1; sweep < made; sweep++) {
      const handed = slopes(tree, (free) => answeredFor(predictedChildren(model, free), errors));
      errors = Object.fromEntries(names(tree).map((name) => [name, tf.add(drawn[name]!, handed[name]!)]));
    }
    return { tree, errors };
  });
}

/**
 * Σ ⟨δ, p⟩ over all children, p what their programs predict of them: its gradient in the weights is what each generated network owes to the
 * errors of its own predictions, summed over the nodes by the hypernetworks.
 */
export function answeredFor(predicted: readonly InferredLevel[], errors: FreeTree): tf.Scalar {
  const products = predicted.flatMap((level, k) =>
    (['states', 'actions'] as const).map((kind) => tf.sum(tf.mul(errors[`${kind}/${k}`]!, level[kind]))),
  );
  return addAll(products) as tf.Scalar;
}

/** Sweeps after which nothing changes any more: one for the drawing, and one for each child that a program draws, level by level. */
export function sweepsOf(config: Pick<RnpConfig, 'childrenPerLevel'>): number {
  return config.childrenPerLevel.reduce((sum, children) => sum + children, 1);
}

const names = (tree: FreeTree): readonly string[] => Object.keys(tree);

/** The gradient in all that is free; 0 where nothing of it is heard, as of a program whose children are all given. */
export function slopes(tree: FreeTree, of: (free: FreeTree) => tf.Scalar): Parameters {
  const all = Object.entries(tree);
  const { grads } = tf.engine().gradients(
    () => of(tree),
    all.map(([, value]) => value),
    undefined,
    true,
  );
  return Object.fromEntries(all.map(([name, value], i) => [name, grads[i] ?? tf.zerosLike(value)]));
}
