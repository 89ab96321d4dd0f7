import type { EvaluationFigures } from './metrics.js';

/** Steps between measurements on held-out images; 'epoch' for one after each pass over the data. */
export type EvaluateEvery = number | 'epoch';

/** A row of `evaluations.jsonl`. */
export interface EvaluationRow
  extends Pick<EvaluationFigures, 'ssePerImage' | 'klPerImage' | 'purity' | 'effectiveChildren'> {
  /** Number of steps done. */
  readonly step: number;
  /** Passes over the training data. */
  readonly epoch: number;
}
