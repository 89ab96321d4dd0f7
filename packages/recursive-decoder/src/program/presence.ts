// b batch, k level from the top, i child of a level, counted through the programs of one tree
import { RnpError, shown } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { requireConfig, requireUnrolled } from '../inputChecks.js';
import type { Unrolled } from './unrolled.js';

/**
 * Which children of one tree are there, [k][i]: of each of the first levels, top first, all its children, counted through. All children of
 * levels left out are there. An absent child draws nothing, nor does anything below it, whatever is said of that. Its state and action remain,
 * as its program steps through them to the next child.
 */
export type TreePresence = readonly (readonly boolean[])[];

/** The same image by image, [b][k][i]. */
export type Presence = readonly TreePresence[];

/**
 * @param batch images; any number unless given
 * @throws RnpError RNP_SHAPE unless it says of each image, of the first levels, which of their children are there
 */
export function requirePresence(
  path: string,
  presence: Presence,
  { childrenPerLevel }: DecoderConfig,
  batch?: number,
): void {
  if (!Array.isArray(presence) || presence.length !== (batch ?? presence.length)) {
    const list = batch === undefined ? 'a list' : `a list of ${batch}`;
    throw wrong(path, `must be ${list}, one for each image, not ${shown(presence)}`);
  }
  const counts = childCounts(childrenPerLevel);
  for (const [image, tree] of presence.entries()) {
    const at = `${path}[${image}]`;
    if (!Array.isArray(tree) || tree.length > counts.length) {
      const problem = `must be a list of up to ${counts.length}, one for each level, top first, not ${shown(tree)}`;
      throw wrong(at, problem);
    }
    for (const [k, level] of tree.entries()) {
      const fits = Array.isArray(level) && level.length === counts[k];
      if (fits && level.every((there) => typeof there === 'boolean')) continue;
      throw wrong(
        `${at}[${k}]`,
        `must be ${counts[k]} of true or false, one for each child, not ${shown(level)}`,
      );
    }
  }
}

/**
 * Which children of all levels are there, those below absent ones taken out.
 *
 * @param presence of any number of trees
 * @returns [b][k][i], k through all levels
 * @throws RnpError RNP_SHAPE if the presence does not fit the config
 */
export function presentChildren(presence: Presence, config: DecoderConfig): Presence {
  requireConfig(config);
  requirePresence('presence', presence, config);
  return presentAmong(presence, config.childrenPerLevel);
}

/** The same of what has been checked. */
export function presentAmong(presence: Presence, childrenPerLevel: readonly number[]): Presence {
  return presence.map((tree) => {
    const levels: boolean[][] = [];
    for (const [k, count] of childCounts(childrenPerLevel).entries()) {
      const [own, above, t] = [tree[k], levels[k - 1], childrenPerLevel[k]!];
      levels.push(
        Array.from({ length: count }, (_, i) => own?.[i] !== false && above?.[Math.floor(i / t)] !== false),
      );
    }
    return levels;
  });
}

/**
 * Trees whose absent children draw nothing: the leaves below them are 0.
 *
 * @param unrolled as `unroll` or `unrollInferred` run them
 * @returns the same trees; only the leaves are new, and the caller's. Gradients flow through those that are there
 * @throws RnpError RNP_SHAPE if the trees do not fit the config, or the presence does not fit the trees
 */
export function withoutAbsent(unrolled: Unrolled, config: DecoderConfig, presence: Presence): Unrolled {
  requireUnrolled(unrolled, config);
  const { levels, leaves, ...rest } = unrolled;
  requirePresence('presence', presence, config, levels[0]!.programs.shape[0]);
  const there = presentAmong(presence, config.childrenPerLevel).flatMap((tree) => tree.at(-1)!);
  const masked = tf.tidy(() => tf.mul(leaves, tf.tensor4d(there.map(Number), [there.length, 1, 1, 1])));
  return { ...rest, levels, leaves: masked as tf.Tensor4D };
}

/** How many children a tree has at each level. */
function childCounts(childrenPerLevel: readonly number[]): readonly number[] {
  let count = 1;
  return childrenPerLevel.map((t) => {
    count *= t;
    return count;
  });
}

function wrong(path: string, problem: string): RnpError {
  return new RnpError('RNP_SHAPE', problem, { path });
}
