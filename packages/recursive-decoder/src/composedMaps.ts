// b batch, n programs of a level, t steps, m ancestors of a leaf (depth − 1)

import { affineMatrix, composeAffine } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import { type DecoderConfig, depthOf } from './decoderConfig.js';
import { ACTION_SIZE } from './moduleShapes.js';
import type { Unrolled } from './programTree.js';
import { repeatPerStep } from './repeatPerStep.js';

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
  return tf.tidy(() => {
    let maps: tf.Tensor3D | undefined;
    let ancestors: tf.Tensor3D[] = [];
    for (let k = 0; k < depthOf(config); k++) {
      const [n, t] = unrolled.levels[k]!.actions.shape;
      const params = tf.reshape(unrolled.levels[k]!.actions, [n * t, ACTION_SIZE]) as tf.Tensor2D;
      const own = affineMatrix(params, config.scaleOffset[k]!);
      if (!maps) {
        maps = own;
        continue;
      }
      const outer = repeatPerStep(maps, t);
      ancestors = [...ancestors.map((frame) => repeatPerStep(frame, t)), outer];
      maps = composeAffine(outer, own);
    }
    return ancestors.length
      ? { leaves: maps!, frames: tf.stack(ancestors, 1) as tf.Tensor4D }
      : { leaves: maps! };
  });
}
