// b batch, n programs of a level, t children, m ancestors of a leaf (depth − 1)

import { defineOp, type Op } from '@rnp/backend';
import { affineMatrix } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { requireUnrolled } from '../inputChecks.js';
import { actionSize } from '../program/moduleLayout.generated.js';
import { repeatPerChild } from '../program/repeatPerChild.js';
import type { Unrolled } from '../program/unrolled.js';
import { wasmComposeTree } from '../wasm/composeTreeKernels.js';

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
      return affineMatrix(tf.reshape(actions, [n * t, actionSize]), config.scaleOffset[k]!);
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
  const [leaves, frames] = op(own, {}) as [tf.Tensor3D, tf.Tensor4D];
  return { leaves, frames };
}

const op: Op<readonly tf.Tensor3D[], Readonly<Record<string, never>>, tf.Tensor[]> = /* @__PURE__ */ defineOp(
  {
    name: 'composeTree',
    plain: plainComposeTree,
    wasm: wasmComposeTree,
    gradient: {
      // All gradients come out of one sweep.
      compute: ({ dy: [dLeaves, dFrames], saved: maps, run }) => {
        const gradients = run('gradient', [dLeaves!, dFrames!, ...maps]);
        return Object.fromEntries(gradients.map((gradient, level) => [level, () => gradient]));
      },
    },
  },
);

/** The same from batched products: leaves, frames. */
function plainComposeTree(own: readonly tf.Tensor3D[]): tf.Tensor[] {
  let maps = own[0]!;
  let ancestors: tf.Tensor3D[] = [];
  for (const inner of own.slice(1)) {
    const n = maps.shape[0];
    const t = inner.shape[0] / n;
    ancestors = [...ancestors, maps].map((frame) => repeatPerChild(frame, t));
    // All children of a program are multiplied with its map at once, which has a third row for their offsets.
    const third = tf.tensor3d(
      new Float32Array(3 * n).map((_, i) => (i % 3 === 2 ? 1 : 0)),
      [n, 1, 3],
    );
    const outer = tf.concat([maps, third], 1) as tf.Tensor3D;
    const rows = tf.matMul(tf.reshape(inner, [n, 2 * t, 3]) as tf.Tensor3D, outer);
    maps = tf.reshape(rows, [n * t, 2, 3]);
  }
  return [maps, tf.stack(ancestors, 1)];
}
