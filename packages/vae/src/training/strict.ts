// b batch, n programs of a level, t children, z latent
import type { InferredLevel } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { type FreeTree, freeTreeOf, type WeightedRnp, withinRange } from '../infer/freeTree.js';
import { answeredFor, type LocalTree, type Outcome, slopes } from './local.js';

/**
 * Of its way, what a value unit goes in a sweep. Frames and what lies in them move at once: with the whole way they overshoot together, and
 * drawings become worse from sweep to sweep where π is small.
 */
const share = 0.25;

export interface StrictOptions {
  /** At least 1. */
  readonly sweeps: number;
  /** π, above 0: what the square of a node's departure from its prediction costs. */
  readonly precision: number;
}

/**
 * Trees at rest, and the errors there, as predictive coding finds them with nodes that move (Whittington & Bogacz 2017): those of the energy
 *
 *     F = outcome + π Σ_i ‖v_i − p_i‖²
 *
 * over the top program, whose prediction is the encoder's answer, and all children. At rest ∂F/∂v = 0, that is, each node's error
 * δ = 2π (p − v) is what its own drawing lacks, and what the nodes that read it hand back of theirs. In each sweep all nodes at once take
 * on both sides of it: error units what comes up, and value units go a quarter of the way to where it is balanced,
 *
 *     δ ← ∂outcome/∂v + Σ_j (∂p_j/∂v)ᵀ δ_j        v ← v + ¼ (p − δ/2π − v)
 *
 * A node reads its own prediction and error, the errors of those that it predicts, and the pixels below it. The larger π, the less nodes
 * move, and the nearer δ is to the gradient of backpropagation.
 *
 * @param program [b, z], the encoder's answers
 * @returns the tree moved to, its actions within [−1, 1], and δ by the same names; the caller owns both
 */
export function strictErrors(
  model: WeightedRnp,
  program: tf.Tensor2D,
  outcome: Outcome,
  { sweeps, precision }: StrictOptions,
): LocalTree {
  return tf.tidy(() => {
    let now: LocalTree = { tree: freeTreeOf(model, program, 'all'), errors: {} };
    for (let sweep = 0; sweep < sweeps; sweep++) {
      now = tf.tidy(() => swept(now, program, outcome, precision));
    }
    return now;
  });
}

function swept(
  { tree, errors: before }: LocalTree,
  program: tf.Tensor2D,
  outcome: Outcome,
  precision: number,
): LocalTree {
  // One pass tells what comes up and what is predicted; the tape's scope would end the latter.
  const kept: InferredLevel[] = [];
  try {
    const errors = slopes(tree, (free) => {
      const { cost, predicted } = outcome(free);
      for (const { states, actions } of predicted) {
        kept.push({ states: tf.keep(states), actions: tf.keep(actions) });
      }
      return before.program ? (tf.add(cost, answeredFor(predicted, before)) as tf.Scalar) : cost;
    });
    return { tree: movedTowards(tree, restOf(program, kept, errors, precision)), errors };
  } finally {
    tf.dispose(kept as unknown as tf.TensorContainer);
  }
}

/** Where nodes would be at rest if nothing else moved, p − δ/2π. */
function restOf(
  program: tf.Tensor2D,
  predicted: readonly InferredLevel[],
  errors: FreeTree,
  precision: number,
): FreeTree {
  const from = (prediction: tf.Tensor, name: string): [string, tf.Tensor] => [
    name,
    tf.sub(prediction, tf.div(errors[name]!, 2 * precision)),
  ];
  const children = predicted.flatMap(({ states, actions }, k) => [
    from(states, `states/${k}`),
    from(actions, `actions/${k}`),
  ]);
  return Object.fromEntries([from(program, 'program'), ...children]);
}

function movedTowards(tree: FreeTree, rest: FreeTree): FreeTree {
  const moved = Object.entries(tree).map(([name, value]): [string, tf.Tensor] => [
    name,
    tf.add(value, tf.mul(tf.sub(rest[name]!, value), share)),
  ]);
  return withinRange(Object.fromEntries(moved));
}
