// b batch, z program
import { type AdamState, adamUpdate, initAdam } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from './checks.js';
import { noNumber, requireImages, requirePrograms } from './inputs.js';
import type { Model } from './model.js';
import { requirePixelsOf } from './pixels.js';
import { requireModel } from './requireModel.js';
import { turnOfTheLoop } from './turnOfTheLoop.js';

export interface RefineOptions {
  /** Steps of gradient descent. */
  readonly steps?: number;
  /** Adam's, in units of z, whose prior has a deviation of 1. */
  readonly learningRate?: number;
  readonly signal?: AbortSignal;
  /** Told after each step, from 1, of the best programs so far, [b, z], which stay `refine`'s and are there until it returns. */
  readonly onStep?: (step: number, program: tf.Tensor2D) => void | Promise<void>;
}

export const defaultRefineOptions: Required<Pick<RefineOptions, 'steps' | 'learningRate'>> = Object.freeze({
  steps: 50,
  learningRate: 0.03,
});

/**
 * Programs that draw images better than the encoder's: gradient descent on z with fixed weights, starting from the
 * encoder's program. It finds programs that hypernetworks can draw but their encoder does not find, as on classes that
 * neither has seen (semi-amortised variational inference: Kim et al. 2018, without their training; Rao & Ballard 1999
 * infer only in this way).
 *
 * @param images [b, h, w, c] in [0, 1]
 * @param program [b, z] to begin with, such as `model.encode(images).mean`; stays the caller's
 * @returns [b, z], the best program found for each image, so no image is drawn worse than before. The caller owns it
 * @throws RnpError RNP_IMAGES when there is not one program for each image, values are out of [0, 1], or images are
 *   disposed of meanwhile;
 *   RNP_CONFIG for options out of range; RNP_DIVERGED when a drawing is not a number; no tensor is left then
 * @example
 * const { mean } = model.encode(images);
 * const better = await refine(model, images, mean, { steps: 50 });
 */
export async function refine(
  model: Model,
  images: tf.Tensor4D,
  program: tf.Tensor2D,
  options: RefineOptions = {},
): Promise<tf.Tensor2D> {
  requireModel(model);
  requireRefineOptions('options', options);
  const {
    steps = defaultRefineOptions.steps,
    learningRate = defaultRefineOptions.learningRate,
    signal,
    onStep,
  } = options;
  requireImages(images, model.network.imageShape);
  requirePrograms('program', program, model.network.latent, images.shape[0]);
  let now: Descent | undefined;
  let best: Best | undefined;
  try {
    now = { program: tf.clone(program), state: initAdam({ program }) };
    best = tf.tidy(() => ({
      program: tf.clone(program),
      error: tf.fill([images.shape[0]], Number.POSITIVE_INFINITY) as tf.Tensor1D,
    }));
    await requirePixelsOf(images);
    for (let step = 0; step <= steps; step++) {
      signal?.throwIfAborted();
      requireImages(images, model.network.imageShape);
      const { error, gradient } = errorAndGradient(model, images, now.program);
      try {
        best = bettered(best, now.program, error);
        if (step < steps) now = descended(now, gradient, learningRate);
      } finally {
        tf.dispose([error, gradient]);
      }
      // The program that a step leads to is measured at the beginning of the next.
      if (step > 0) await onStep?.(step, best.program);
      await turnOfTheLoop();
    }
    const errors = await best.error.data();
    if (!errors.every(Number.isFinite)) throw noNumber('what the programs draw');
    return tf.clone(best.program);
  } finally {
    tf.dispose([
      now?.program,
      now?.state.first,
      now?.state.second,
      best?.program,
      best?.error,
    ] as tf.TensorContainer);
  }
}

/** @throws RnpError RNP_CONFIG naming the option that is unknown or out of range */
export function requireRefineOptions(path: string, options: RefineOptions): void {
  checkSetting.options(path, options, [], ['steps', 'learningRate', 'signal', 'onStep']);
  const {
    steps = defaultRefineOptions.steps,
    learningRate = defaultRefineOptions.learningRate,
    signal,
    onStep,
  } = options;
  checkSetting.wholeNumber(`${path}.steps`, steps, 0);
  checkSetting.number(`${path}.learningRate`, learningRate, Number.MIN_VALUE);
  if (signal !== undefined) checkSetting.signal(`${path}.signal`, signal);
  if (onStep !== undefined) checkSetting.callable(`${path}.onStep`, onStep);
}

/** Where the descent is. */
interface Descent {
  readonly program: tf.Tensor2D;
  readonly state: AdamState;
}

/** Of each image the best program met, and what it errs by. */
type Best = { readonly program: tf.Tensor2D; readonly error: tf.Tensor1D };

/** Takes over the better of two programs of each image; the old tensors are freed. */
function bettered(old: Best, program: tf.Tensor2D, error: tf.Tensor1D): Best {
  const best = tf.tidy(() => ({
    program: tf.where(tf.expandDims(tf.less(error, old.error), 1), program, old.program) as tf.Tensor2D,
    error: tf.minimum(error, old.error) as tf.Tensor1D,
  }));
  tf.dispose([old.program, old.error]);
  return best;
}

/** A step of Adam; the old tensors are used up. */
function descended({ program, state }: Descent, gradient: tf.Tensor2D, learningRate: number): Descent {
  const next = tf.tidy(() => {
    const options = { factor: tf.scalar(1), learningRate, clipValue: null };
    const { parameters, state: moved } = adamUpdate({ program }, { program: gradient }, state, options);
    return { program: parameters.program as tf.Tensor2D, first: moved.first, second: moved.second };
  });
  program.dispose();
  return {
    program: next.program,
    state: { first: next.first, second: next.second, updates: state.updates + 1 },
  };
}

/** Σ squared error over pixels, [b], and its gradient in the programs, [b, z]. */
function errorAndGradient(model: Model, images: tf.Tensor4D, program: tf.Tensor2D): ErrorAndGradient {
  let error: tf.Tensor | undefined;
  try {
    const gradient = tf.tidy(() =>
      tf.grad((z) => {
        const difference = tf.sub(model.decode(z as tf.Tensor2D), images);
        error = tf.keep(tf.sum(tf.reshape(tf.square(difference), [images.shape[0], -1]), 1));
        return tf.sum(error);
      })(program),
    );
    return { error: error as tf.Tensor1D, gradient: gradient as tf.Tensor2D };
  } catch (cause) {
    error?.dispose();
    throw cause;
  }
}

interface ErrorAndGradient {
  readonly error: tf.Tensor1D;
  readonly gradient: tf.Tensor2D;
}
