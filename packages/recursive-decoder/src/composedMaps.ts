// b batch, n programs of a level, t steps, m ancestors of a leaf (depth − 1)

import { affineMatrix, composeAffine } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from './decoderConfig.js';
import { requireUnrolled } from './inputChecks.js';
import { ACTION_SIZE } from './moduleShapes.js';
import type { Unrolled } from './programTree.js';
import { repeatPerStep } from './repeatPerStep.js';
import { COMPOSE_TREE } from './wasm/composeTreeKernels.js';
import { decoderModule } from './wasm/decoderModule.js';

/** Where the leaves lie on the image. */
export type ComposedMaps = {
  /** [leaves, 2, 3] image frame → leaf patch. */
  readonly leaves: tf.Tensor3D;
  /** [leaves, m, 2, 3] image frame → each ancestor's frame, top first; undefined when the leaves are the only level. */
  readonly frames?: tf.Tensor4D;
};

/**
 * Multiplies the maps along every path of the tree.
 *
 * **Convention** as in docs/model.md, *Placing a part*: a map takes a point of the outer frame to the inner one.
 *
 * @returns tensors the caller owns
 */
export function composedMaps(unrolled: Unrolled, config: DecoderConfig): ComposedMaps {
  requireUnrolled(unrolled, config);
  return tf.tidy(() => {
    const own = unrolled.levels.map(({ actions }, k) => {
      const [n, t] = actions.shape;
      return affineMatrix(tf.reshape(actions, [n * t, ACTION_SIZE]), config.scaleOffset[k]!);
    });
    return multiplyAlongPaths(own);
  });
}

/**
 * The maps' products along the paths of a tree: on WASM by one kernel, in float64 and rounded once.
 *
 * @param own [children, 2, 3] of each level, top first; at least one
 * @returns tensors the caller owns
 */
export function multiplyAlongPaths(own: readonly tf.Tensor3D[]): ComposedMaps {
  if (own.length === 1) return { leaves: tf.clone(own[0]!) };
  if (!decoderModule.ensure()) return composeLevelByLevel(own);
  const maps = own as unknown as tf.NamedTensorMap;
  const [leaves, frames] = tf.engine().runKernel(COMPOSE_TREE, maps) as [tf.Tensor3D, tf.Tensor4D];
  return { leaves, frames };
}

/** The same from batched products: other backends, and the oracle of the kernel. */
export function composeLevelByLevel(own: readonly tf.Tensor3D[]): ComposedMaps {
  return tf.tidy(() => {
    let maps = own[0]!;
    let ancestors: tf.Tensor3D[] = [];
    for (const inner of own.slice(1)) {
      const t = inner.shape[0] / maps.shape[0];
      const outer = repeatPerStep(maps, t);
      ancestors = [...ancestors.map((frame) => repeatPerStep(frame, t)), outer];
      maps = composeAffine(outer, inner);
    }
    return { leaves: maps, frames: tf.stack(ancestors, 1) as tf.Tensor4D };
  });
}
