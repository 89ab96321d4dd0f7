// Runs in a browser: the function that browser.test.ts calls.
import { useBackend } from '@rnp/backend';
import { loadModel } from '@rnp/models';
import * as tf from '@tensorflow/tfjs-core';

/** What the trained model makes of an image, as far as it fits a message. */
export async function reconstructHere(pixels: readonly number[], from: string): Promise<readonly number[]> {
  await useBackend('cpu');
  const { model } = await loadModel('mnist', { from });
  const drawn = tf.tidy(() => model.reconstruct(tf.tensor4d([...pixels], [1, 28, 28, 1])));
  return [...(await drawn.data())];
}

export async function failHere(from: string): Promise<string> {
  return loadModel('mnist', { from }).then(
    () => 'loaded',
    (error: Error) => error.message,
  );
}
