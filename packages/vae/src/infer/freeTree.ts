// b batch, n programs of a level, t children, z latent
import { type Parameters, select } from '@rnp/nn';
import { type InferredLevel, unroll } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../model.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import type { FreeNodes } from './inferOptions.js';

/**
 * What inference moves, by name: `program` [b, z], and `states/k` [n, t, z] and `actions/k` [n, t, 6] of each freed level k, top
 * first. A record of tensors like weights are, so that the same optimiser moves them.
 */
export type FreeTree = Parameters;

/** Levels whose children are free. */
function freeLevels(free: FreeNodes, depth: number): number {
  if (free === 'top') return 0;
  return free === 'parts' ? 1 : depth;
}

/** Where inference begins: a program, and the children that it predicts. The caller owns the tensors. */
export function freeTreeOf(model: Model<RnpNetwork>, program: tf.Tensor2D, free: FreeNodes): FreeTree {
  const { spec, leaf } = model.network;
  const levels = freeLevels(free, spec.config.childrenPerLevel.length);
  return tf.tidy(() => {
    const tree = unroll(select(model.weights.parameters, 'decoder'), spec.config, program, { leaf });
    const children = tree.levels
      .slice(0, levels)
      .flatMap(({ states, actions }, k) => [
        [`states/${k}`, states] as const,
        [`actions/${k}`, actions] as const,
      ]);
    return { program: tf.clone(program), ...Object.fromEntries(children) };
  });
}

/** The freed children, top first. */
export function inferredOf(tree: FreeTree): readonly InferredLevel[] {
  const levels: InferredLevel[] = [];
  for (let k = 0; tree[`states/${k}`] !== undefined; k++) {
    levels.push({ states: tree[`states/${k}`] as tf.Tensor3D, actions: tree[`actions/${k}`] as tf.Tensor3D });
  }
  return levels;
}

/** The same tree with every action within [-1, 1], where the program's own actions lie. Frees the given tensors that it replaces. */
export function withinRange(tree: FreeTree): FreeTree {
  return Object.fromEntries(
    Object.entries(tree).map(([name, tensor]) => {
      if (!name.startsWith('actions/')) return [name, tensor];
      const clipped = tf.clipByValue(tensor, -1, 1);
      tensor.dispose();
      return [name, clipped];
    }),
  );
}

/** For each image the one of two trees that `better` [b] says; the caller owns the tensors. */
export function chosen(better: tf.Tensor1D, one: FreeTree, other: FreeTree): FreeTree {
  return tf.tidy(() =>
    Object.fromEntries(
      Object.entries(one).map(([name, tensor]) => {
        const batch = better.shape[0];
        const rows = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [batch, -1]);
        const taken = tf.where(tf.expandDims(better, 1), rows(tensor), rows(other[name]!));
        return [name, tf.reshape(taken, tensor.shape)];
      }),
    ),
  );
}
