import { RnpError } from '@rnp/errors';
import type * as tf from '@tensorflow/tfjs-core';
import { checkInput } from './checks.js';

/** @throws RnpError RNP_IMAGES unless images are a float32 tensor [b, h, w, c] of this shape [h, w, c] */
export function requireImages(images: tf.Tensor4D, shape: readonly number[]): void {
  checkInput.tensor('images', images);
  if (images.rank !== 4 || images.shape.slice(1).join() !== shape.join()) {
    throw new RnpError(
      'RNP_IMAGES',
      `images must be [batch, ${shape.join(', ')}], not [${images.shape.join(', ')}]; resize them first`,
    );
  }
}

/** @throws RnpError RNP_IMAGES unless programs are a float32 tensor [b, z]; `count` says how many where it matters */
export function requirePrograms(path: string, program: tf.Tensor2D, latent: number, count?: number): void {
  checkInput.tensor(path, program, [count ?? 'b', latent]);
}

/** Whether this is a Float32Array: by its name, as one of another frame or context is of another class. */
export function isFloats(values: unknown): values is Float32Array {
  return Object.prototype.toString.call(values) === '[object Float32Array]';
}

/** The error for results that are no numbers, where the images that they come from hold none such. */
export function noNumber(what: string): RnpError {
  return new RnpError(
    'RNP_DIVERGED',
    `${what} is no number: the weights have diverged or do not fit their config. Go back to an earlier checkpoint, ` +
      'or train again with a lower learningRate or clipNorm=10',
  );
}
