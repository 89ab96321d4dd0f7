// b batch, n programs of a level, t children, z latent
import { type Parameters, select } from '@rnp/nn';
import {
  type InferredLevel,
  type InferredTree,
  type Presence,
  predictChildren,
  type Unrolled,
  unrollInferred,
  withoutAbsent,
} from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { levelsOf } from '../encoder/looks.js';
import type { DecodeOptions } from '../network.js';
import type { RnpConfig } from '../rnp/rnpConfig.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import type { Weights } from '../weights.js';
import type { FreeNodes } from './inferOptions.js';

/**
 * What inference moves, by name: `program` [b, z], and `states/k` [n, t, z] and `actions/k` [n, t, 6] of each freed level k, top
 * first. A record of tensors like weights are, so that the same optimiser moves them.
 */
export type FreeTree = Parameters;

/** A network and its weights: a model, or what a training step is given. */
export interface WeightedRnp {
  readonly network: RnpNetwork;
  readonly weights: Weights;
  /** [b, h, w, c] or [1, h, w, c]: what is behind all parts of what is drawn, in place of what the program says. */
  readonly ground?: tf.Tensor4D;
}

/**
 * Where inference begins: a program, and the free children that it predicts, those looked at as they were seen. The caller owns the tensors.
 *
 * @param seen children of the first levels
 */
export function freeTreeOf(
  model: WeightedRnp,
  program: tf.Tensor2D,
  free: FreeNodes,
  seen: readonly InferredLevel[] = [],
): FreeTree {
  const { spec, leaf } = model.network;
  const levels = levelsOf(free, spec.config.childrenPerLevel.length);
  return tf.tidy(() => {
    const decoder = select(model.weights.parameters, 'decoder');
    const { unrolled } = unrollInferred(decoder, spec.config, program, seen.slice(0, levels), { leaf });
    const children = unrolled.levels
      .slice(0, levels)
      .flatMap(({ states, actions }, k) => [
        [`states/${k}`, states] as const,
        [`actions/${k}`, actions] as const,
      ]);
    return { program: tf.clone(program), ...Object.fromEntries(children) };
  });
}

interface UnrolledTreeOptions extends Pick<DecodeOptions, 'innerPatches'> {
  /** All are there unless given. */
  readonly presence?: Presence;
}

/**
 * Runs the programs of a free tree in a closed loop; its children are where it says, and draw nothing where they are absent. The caller owns
 * the tensors.
 */
export function unrolledTree(
  { network, weights, ground }: WeightedRnp,
  tree: FreeTree,
  { presence, ...options }: UnrolledTreeOptions = {},
): InferredTree {
  const { spec, leaf } = network;
  return tf.tidy(() => {
    const decoder = select(weights.parameters, 'decoder');
    const program = tree.program as tf.Tensor2D;
    const { unrolled, predicted } = unrollInferred(decoder, spec.config, program, childrenOf(tree), {
      ...options,
      leaf,
    });
    // A clone, as the caller frees what it is given.
    const run = { predicted, unrolled: ground ? { ...unrolled, ground: tf.clone(ground) } : unrolled };
    return presence ? { ...run, unrolled: withoutAbsent(run.unrolled, spec.config, presence) } : run;
  });
}

/** What the programs of a free tree predict of its children, of each level, top first. The caller owns the tensors. */
export function predictedChildren({ network, weights }: WeightedRnp, tree: FreeTree): InferredLevel[] {
  const { spec, leaf } = network;
  return tf.tidy(() => {
    const decoder = select(weights.parameters, 'decoder');
    return predictChildren(decoder, spec.config, tree.program as tf.Tensor2D, childrenOf(tree), { leaf });
  });
}

/** The freed children, of each level. */
export function childrenOf(tree: FreeTree): InferredLevel[] {
  const levels: InferredLevel[] = [];
  for (let k = 0; tree[`states/${k}`] !== undefined; k++) {
    levels.push({
      states: tree[`states/${k}`] as tf.Tensor3D,
      actions: tree[`actions/${k}`] as tf.Tensor3D,
    });
  }
  return levels;
}

/** What is read of the trees that a free tree runs to, which are freed then. @param presence all parts are there unless given */
export async function readTrees<T>(
  model: WeightedRnp,
  tree: FreeTree,
  read: (
    unrolled: Unrolled,
    config: RnpConfig,
    predicted: readonly InferredLevel[],
    presence?: Presence,
  ) => Promise<T>,
  presence?: Presence,
): Promise<T> {
  const trees = unrolledTree(model, tree, { presence });
  try {
    return await read(trees.unrolled, model.network.spec.config, trees.predicted, presence);
  } finally {
    tf.dispose(trees as unknown as tf.TensorContainer);
  }
}

/** Whether it is a tensor of actions that has this name. */
export function isAction(name: string): boolean {
  return name.startsWith('actions/');
}

/** The same with every action within [-1, 1], where the program's own actions lie; tensors of the caller's `tf.tidy`. */
export function withinRange(tree: FreeTree): FreeTree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, tensor]) => [
      name,
      isAction(name) ? tf.clipByValue(tensor, -1, 1) : tensor,
    ]),
  );
}
