import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';

/**
 * What is taken for [0, 1]. Resizing overshoots a little, and where parts lie over each other a model draws above 1 (up to 4.2 in
 * samples of the bundled ones), so that its own drawings can be taken apart again; values of [−1, 1], of zero mean and unit
 * deviation, or grey levels go beyond.
 */
const range = { from: -0.25, to: 10 } as const;

/** Backends whose values lie in this thread's memory: looking at them waits for nothing. */
const readableBackends: readonly string[] = ['cpu', 'wasm', 'tensorflow'];

/**
 * Sees that images are what models are made for.
 *
 * @param values [n·h·w·c]
 * @param images n
 * @param path what an error names, where these are not the images that all is about
 * @throws RnpError RNP_IMAGES unless all values are about in [0, 1], from −0.25 to 10; it says how to bring them there
 */
export function requirePixels(values: ArrayLike<number>, images: number, path?: string): void {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (value < min) min = value;
    if (value > max) max = value;
    if (Number.isNaN(value)) throw notNumber(values, at, images, path);
  }
  if (min >= range.from && max <= range.to) return;
  if (!Number.isFinite(min) || !Number.isFinite(max)) {
    throw notNumber(
      values,
      Array.from(values).findIndex((value) => !Number.isFinite(value)),
      images,
      path,
    );
  }
  const advice =
    min < range.from
      ? 'undo what made them negative, such as a normalisation'
      : `divide by ${max <= 255 ? 255 : 'the largest that they can have'}`;
  throw new RnpError(
    'RNP_IMAGES',
    `${path === undefined ? 'images have' : 'has'} values from ${short(min)} to ${short(max)}; values in [0, 1] are expected: ${advice}`,
    path === undefined ? {} : { path },
  );
}

/** The same of tensors of images [n, h, w, c], whatever the backend. */
export async function requirePixelsOf(images: tf.Tensor4D, path?: string): Promise<void> {
  requirePixels(readable() ? images.dataSync() : await images.data(), images.shape[0], path);
}

/** The same where it costs no wait and no gradient is being recorded; anything is taken elsewhere. */
export function requirePixelsAtHand(images: tf.Tensor4D, path?: string): void {
  if (valuesAtHand()) requirePixels(images.dataSync(), images.shape[0], path);
}

/** Whether values can be looked at without a wait and without ending a gradient that is being recorded. */
export function valuesAtHand(): boolean {
  return readable() && tf.engine().state.gradientDepth === 0;
}

function readable(): boolean {
  return readableBackends.includes(tf.getBackend());
}

function notNumber(values: ArrayLike<number>, at: number, images: number, path?: string): RnpError {
  const image = Math.floor((at * images) / values.length);
  const complaint = `image ${image} holds ${values[at]}, which is no number; mend it`;
  return new RnpError('RNP_IMAGES', complaint, path === undefined ? {} : { path });
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
