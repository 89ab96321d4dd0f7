// n scenes, h height, w width of the canvas, c channels
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { checkCanvas } from './checks.js';

/**
 * Sees that canvases are what scenes are explained of.
 *
 * @param channels c, where it matters
 * @throws RnpError RNP_IMAGES unless they are a tensor [n, h, w, c], none of whose sides is 0, of values in [0, 1]
 */
export async function requireCanvases(canvases: tf.Tensor4D, channels?: number): Promise<void> {
  checkCanvas.tensor('canvases', canvases, ['n', 'h', 'w', channels ?? 'c']);
  if (canvases.size === 0) {
    throw refused(`must be a canvas at least, of a pixel at least, not [${canvases.shape.join(', ')}]`);
  }
  const ends = tf.tidy(() =>
    tf.stack([tf.min(canvases), tf.max(canvases), tf.sum(tf.sub(canvases, canvases))]),
  );
  const [min, max, rest] = await ends.data();
  ends.dispose();
  // Of numbers the last is 0; some backends leave out what is none when they look for the smallest.
  if (rest === 0 && min! >= 0 && max! <= 1) return;
  const has = rest === 0 ? `has values from ${min} to ${max}` : 'has values that are no numbers';
  throw refused(`${has}; values in [0, 1] are expected, light on black`);
}

function refused(complaint: string): RnpError {
  return new RnpError('RNP_IMAGES', complaint, { path: 'canvases' });
}
