import type { Dataset } from './dataset.js';

/**
 * A task of one-shot classification: each test image shows the same class as one of the training images.
 */
export interface OneShotRun {
  /** Such as 'run01'. */
  readonly name: string;
  /** One image of each class; image i has label i. */
  readonly training: Dataset;
  /** The images to classify; `labels` are the right answers, positions in `training`. */
  readonly test: Dataset;
}
