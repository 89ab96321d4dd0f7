import type { ParseTree } from '@rnp/recursive-decoder';
import { type Rnp, refine } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { type Explained, explainPrograms } from './explain.js';

/**
 * One image taken apart.
 *
 * @param pixels [h·w·c] as the model takes them
 * @param refineSteps of gradient descent on the encoder's program
 */
export async function explainImage(
  model: Rnp,
  pixels: Float32Array,
  refineSteps = 0,
): Promise<{ readonly explained: Explained; readonly tree: ParseTree }> {
  const images = tf.tensor4d(pixels, [1, ...model.config.imageShape]);
  const programs: tf.Tensor2D[] = [];
  try {
    programs.push(tf.tidy(() => model.encode(images).mean));
    if (refineSteps > 0) {
      programs.push(await refine(model, images, programs[0]!, { steps: refineSteps }));
    }
    const [explained] = await explainPrograms(model, programs.at(-1)!);
    return { explained: explained!, tree: explained!.tree! };
  } finally {
    tf.dispose([images, ...programs]);
  }
}
