import {
  type InferredLevel,
  type ParseTree,
  type Presence,
  parseTrees,
  type Unrolled,
} from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { drawTrees } from '../rnp/drawTrees.js';
import type { RnpConfig } from '../rnp/rnpConfig.js';

/** Trees, and what they draw. */
export interface Drawn {
  readonly trees: readonly ParseTree[];
  /** As the model renders each, [h·w·c]. */
  readonly drawings: readonly Float32Array[];
}

/** What `readTrees` is given to read trees with their drawings. */
export async function readDrawn(
  unrolled: Unrolled,
  config: RnpConfig,
  predicted: readonly InferredLevel[],
  presence?: Presence,
): Promise<Drawn> {
  const canvas = tf.tidy(() => drawTrees(unrolled, config, { parts: false }).canvas);
  try {
    const [trees, values] = await Promise.all([
      parseTrees(unrolled, config, predicted, presence),
      canvas.data(),
    ]);
    const size = values.length / trees.length;
    return { trees, drawings: trees.map((_, i) => values.slice(i * size, (i + 1) * size) as Float32Array) };
  } finally {
    canvas.dispose();
  }
}
