import { RnpError } from '@rnp/errors';

/** What can go wrong around a model; `code` is stable, `message` says what to do. */
export type ModelErrorCode =
  | 'RNP_CONFIG' // a setting is missing, of the wrong type or out of range
  | 'RNP_WEIGHTS' // weights that do not fit their config, hostile or damaged weight files, a model disposed of
  | 'RNP_DIVERGED' // a loss or a weight became NaN or infinite
  | 'RNP_IMAGES' // images of the wrong shape or with values out of [0, 1]
  | 'RNP_WORKER' // a worker died or did not start
  | 'RNP_BUSY'; // another run trains the same model

/** A failure the caller can act on. `path` names the file, or the place in the config or tree. */
export class ModelError extends RnpError<ModelErrorCode> {
  override readonly name = 'ModelError';

  constructor(code: ModelErrorCode, complaint: string, path?: string, options?: ErrorOptions) {
    super(code, complaint, { path, cause: options?.cause });
  }
}

const slower =
  'Lower learningRate, clip gradients (clipNorm), take a larger batchSize, or use a smaller scaleOffset';

/** RNP_DIVERGED in training, and how far the model was good. */
export class DivergenceError extends ModelError {
  /** The step (counted from 1) whose loss was no number. */
  readonly step: number;
  /** The model holds its weights after this step. */
  readonly restoredTo: number;

  constructor(step: number, restoredTo: number, advice: string = slower) {
    super(
      'RNP_DIVERGED',
      `the loss was no longer a number at step ${step}; the model holds its weights after step ${restoredTo}. ${advice}`,
    );
    this.step = step;
    this.restoredTo = restoredTo;
  }
}

/** RNP_WEIGHTS: what is asked of a model comes after its `dispose`. */
export function disposedModel(cause?: unknown): ModelError {
  return new ModelError(
    'RNP_WEIGHTS',
    'this model has been disposed of; create or load it again',
    undefined,
    {
      cause,
    },
  );
}
