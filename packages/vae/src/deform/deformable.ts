// b trees, d different trees, n programs of a level, t children, l leaves of a tree, m ancestors of a leaf
import { composedMaps, drawLeaves, type ParseTree, type Unrolled } from '@rnp/recursive-decoder';
import { composeAffine } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import { unrolledTree } from '../infer/freeTree.js';
import { treeOfTrees } from '../infer/startTree.js';
import { presenceOf } from '../infer/treePresence.js';
import type { Model } from '../model.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';

/** What a deformation moves, by name: `whole` [b, 2, 3], added to the identity, and `actions/k` [n, t, 6], added to a level's. */
export type Moves = Readonly<Record<string, tf.Tensor>>;

/**
 * Trees as the models draw them, one for each image, to be moved. A tree that stands for several images is run once.
 *
 * @returns tensors the caller owns
 * @throws RnpError RNP_PARSE_TREE for trees that are none, are not of this model, or are not one for each image
 */
export function unrolledFor(
  model: Model<RnpNetwork>,
  trees: readonly ParseTree[],
  images: tf.Tensor4D,
): Unrolled {
  const places = new Map([...new Set(trees)].map((tree, place) => [tree, place]));
  const [distinct, order] = [[...places.keys()], trees.map((tree) => places.get(tree)!)];
  return tf.tidy(() => {
    const free = treeOfTrees(model.config, distinct, 'all', (tree) => `trees[${trees.indexOf(tree)}]`);
    const { levels, leaves, ground } = unrolledTree(model, free, {
      presence: presenceOf(distinct, model.config.childrenPerLevel),
    }).unrolled;
    const taken = tf.tensor1d(order, 'int32');
    const each = <T extends tf.Tensor>(tensor: T): T => {
      const [rows, ...shape] = tensor.shape as [number, ...number[]];
      const perTree = tf.reshape(tensor, [distinct.length, -1]);
      const chosen = tf.gather(perTree, taken);
      return tf.reshape(chosen, [(rows / distinct.length) * images.shape[0], ...shape]) as T;
    };
    return {
      levels: levels.map(({ programs, states, actions }) => ({
        programs: each(programs),
        states: each(states),
        actions: each(actions),
      })),
      leaves: each(leaves),
      ...(ground && { ground: each(ground) }),
    };
  });
}

/** No move at all; the caller owns the tensors. */
export function noMoves({ levels }: Unrolled): Moves {
  return tf.tidy(() => ({
    whole: tf.zeros([levels[0]!.programs.shape[0], 2, 3]),
    ...Object.fromEntries(levels.map(({ actions }, k) => [`actions/${k}`, tf.zerosLike(actions)])),
  }));
}

/**
 * Trees with their parts moved, drawn onto the image as composed rendering draws, and placed there as a whole.
 *
 * @param placed [b, 2, 3] image frame → the frame that the tree is drawn in
 * @returns [b, h, w, c], the caller's
 */
export function drawMoved(
  model: Model<RnpNetwork>,
  unrolled: Unrolled,
  placed: tf.Tensor3D,
  moves: Moves,
): tf.Tensor4D {
  return tf.tidy(() => {
    const levels = unrolled.levels.map((level, k) => ({
      ...level,
      actions: tf.add(level.actions, moves[`actions/${k}`]!) as tf.Tensor3D,
    }));
    const maps = composedMaps({ ...unrolled, levels }, model.config);
    const batch = placed.shape[0];
    const children = unrolled.leaves.shape[0] / batch;
    const whole = composeAffine(placed, tf.add(unmoved(batch), moves.whole!));
    const outer = (inner: tf.Tensor, times: number): tf.Tensor3D =>
      composeAffine(repeated(whole, times), tf.reshape(inner, [batch * times, 2, 3]));
    const { frames } = maps;
    const ancestors = frames?.shape[1] ?? 0;
    return drawLeaves(unrolled, model.config, {
      leaves: outer(maps.leaves, children),
      ...(frames && {
        frames: tf.reshape(outer(frames, children * ancestors), frames.shape) as tf.Tensor4D,
      }),
    });
  });
}

/** Identities, [b, 2, 3]; the caller's. */
export function unmoved(batch: number): tf.Tensor3D {
  const rows = [
    [1, 0, 0],
    [0, 1, 0],
  ];
  return tf.tidy(() => tf.tile(tf.tensor3d([rows]), [batch, 1, 1]));
}

/** Each map `times` times, one after the other: [b, 2, 3] → [b·times, 2, 3]. */
function repeated(maps: tf.Tensor3D, times: number): tf.Tensor3D {
  const [batch] = maps.shape;
  return tf.reshape(tf.tile(tf.reshape(maps, [batch, 1, 6]), [1, times, 1]), [batch * times, 2, 3]);
}
