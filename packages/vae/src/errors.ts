import { RnpError } from '@rnp/errors';
import { checkSetting } from './checks.js';

const slower =
  'Lower learningRate, clip gradients (clipNorm), take a larger batchSize, or use a smaller scaleOffset';

/** RNP_DIVERGED in training, and how far the model was good. */
export class DivergenceError extends RnpError<'RNP_DIVERGED'> {
  override readonly name = 'DivergenceError';
  /** The step (counted from 1) whose loss was no number. */
  readonly step: number;
  /** The model holds its weights after this step. */
  readonly restoredTo: number;

  /** @throws RnpError `RNP_CONFIG` for what makes none */
  constructor(step: number, restoredTo: number, advice: string = slower) {
    checkSetting.wholeNumber('step', step, 1);
    checkSetting.wholeNumber('restoredTo', restoredTo, 0);
    checkSetting.text('advice', advice);
    super(
      'RNP_DIVERGED',
      `the loss was no longer a number at step ${step}; the model holds its weights after step ${restoredTo}. ${advice}`,
    );
    this.step = step;
    this.restoredTo = restoredTo;
  }
}

/** RNP_WEIGHTS: what is asked of a model comes after its `dispose`. */
export function disposedModel(cause?: unknown): RnpError {
  return new RnpError('RNP_WEIGHTS', 'this model has been disposed of; create or load it again', { cause });
}
