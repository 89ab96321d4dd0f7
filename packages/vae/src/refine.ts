// b batch, z program
import * as tf from '@tensorflow/tfjs-core';
import { ModelError } from './errors.js';
import type { Model } from './model.js';
import { adamUpdate, initAdam } from './training/adam.js';
import { turnOfTheLoop } from './turnOfTheLoop.js';

export interface RefineOptions {
  /** Steps of gradient descent. 50 unless given. */
  readonly steps?: number;
  /** Adam's, in units of z, whose prior has a deviation of 1. 0.03 unless given. */
  readonly learningRate?: number;
  readonly signal?: AbortSignal;
}

/**
 * Programs that draw images better than the encoder's: gradient descent on z with all weights as they are, from where
 * the encoder, which sees an image once, has got to. What hypernetworks can draw and their encoder does not find, as on
 * classes that neither has seen, is found so (variational inference, semi-amortised: Kim et al. 2018, without their
 * training; Rao & Ballard 1999 infer so altogether).
 *
 * @param images [b, h, w, c] in [0, 1]
 * @param program [b, z] to begin with, such as `model.encode(images).mean`; stays the caller's
 * @returns [b, z], of each image the best program met, so no image is drawn worse than before. The caller owns it
 * @throws ModelError RNP_IMAGES when there is not one program for each image, RNP_CONFIG for options out of range
 * @example
 * const { mean } = model.encode(images);
 * const better = await refine(model, images, mean, { steps: 50 });
 */
export async function refine(
  model: Model,
  images: tf.Tensor4D,
  program: tf.Tensor2D,
  { steps = 50, learningRate = 0.03, signal }: RefineOptions = {},
): Promise<tf.Tensor2D> {
  requireOptions(steps, learningRate);
  const expected = [images.shape[0], model.network.latent];
  if (String(program.shape) !== String(expected)) {
    throw new ModelError(
      'RNP_IMAGES',
      `programs must be [${expected}], one an image, not [${program.shape}]`,
    );
  }
  const one = tf.scalar(1);
  let now = { parameters: { program: tf.clone(program) as tf.Tensor }, state: initAdam({ program }) };
  let best = {
    program: tf.clone(program),
    error: tf.fill([expected[0]!], Number.POSITIVE_INFINITY) as tf.Tensor1D,
  };
  try {
    for (let step = 0; step <= steps; step++) {
      signal?.throwIfAborted();
      const { error, gradient } = errorAndGradient(model, images, now.parameters.program as tf.Tensor2D);
      const old = best;
      best = tf.tidy(() => {
        const better = tf.less(error, old.error);
        return {
          program: tf.where(tf.expandDims(better, 1), now.parameters.program, old.program) as tf.Tensor2D,
          error: tf.minimum(error, old.error),
        };
      });
      tf.dispose([old.program, old.error]);
      if (step < steps) {
        const before = now.parameters.program;
        const next = adamUpdate({ program: before }, { program: gradient }, now.state, {
          factor: one,
          learningRate,
          clipValue: null,
        });
        now = { parameters: { program: next.parameters.program! }, state: next.state };
        before.dispose();
      }
      tf.dispose([error, gradient]);
      await turnOfTheLoop();
    }
    return best.program;
  } catch (error) {
    best.program.dispose();
    throw error;
  } finally {
    tf.dispose([one, best.error, now.parameters, now.state.first, now.state.second] as tf.TensorContainer);
  }
}

/** Σ squared error over pixels, [b], and its gradient in the programs, [b, z]. */
function errorAndGradient(model: Model, images: tf.Tensor4D, program: tf.Tensor2D): ErrorAndGradient {
  let error: tf.Tensor | undefined;
  const gradient = tf.tidy(() =>
    tf.grad((z) => {
      const difference = tf.sub(model.decode(z as tf.Tensor2D), images);
      error = tf.keep(tf.sum(tf.reshape(tf.square(difference), [images.shape[0], -1]), 1));
      return tf.sum(error);
    })(program),
  );
  return { error: error as tf.Tensor1D, gradient: gradient as tf.Tensor2D };
}

interface ErrorAndGradient {
  readonly error: tf.Tensor1D;
  readonly gradient: tf.Tensor2D;
}

function requireOptions(steps: number, learningRate: number): void {
  if (!Number.isSafeInteger(steps) || steps < 0) {
    throw new ModelError('RNP_CONFIG', `must be a whole number from 0, not ${steps}`, 'steps');
  }
  if (!(learningRate > 0 && Number.isFinite(learningRate))) {
    throw new ModelError('RNP_CONFIG', `must be a number above 0, not ${learningRate}`, 'learningRate');
  }
}
