// n scenes, h height, w width, c channels
import { batchOf } from '@rnp/datasets';
import { infer } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';

/** Of a batch. */
const together = 50;

/**
 * Explains scenes, and says of each what is there.
 *
 * @param {object} model
 * @param {import('@rnp/datasets').Dataset} data scenes
 * @param {{ steps: number, known?: boolean, items?: readonly number[] }} options steps of `infer`; whether it is given the ground that is behind
 *   them; which scenes, all unless given
 * @param {(scene: { tree: object, drawing: Float32Array, truth: import('@rnp/datasets').Scene }) => void} visit called in order
 */
export async function eachScene(
  model,
  data,
  { steps, known = false, items = [...Array(data.length).keys()] },
  visit,
) {
  for (let from = 0; from < items.length; from += together) {
    const some = items.slice(from, from + together);
    const truths = some.map((item) => data.truth(item));
    const shape = [some.length, ...data.imageShape];
    const images = tf.tensor4d(batchOf(data, some), shape);
    const ground = known
      ? tf.tensor4d(floats(truths.flatMap((truth) => [...truth.ground])), shape)
      : undefined;
    try {
      const { trees, drawings } = await infer(model, images, { steps, ...(ground && { ground }) });
      truths.forEach((truth, i) => {
        visit({ tree: trees[i], drawing: drawings[i], truth });
      });
    } finally {
      images.dispose();
      ground?.dispose();
    }
  }
}

/** Bytes as values from 0 to 1. */
export function floats(bytes) {
  return Float32Array.from(bytes, (byte) => byte / 255);
}
