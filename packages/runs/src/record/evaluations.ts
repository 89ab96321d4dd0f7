import type { EvaluationFigures } from './metrics.js';

/** A row of `evaluations.jsonl`. */
export interface EvaluationRow
  extends Pick<EvaluationFigures, 'ssePerImage' | 'klPerImage' | 'purity' | 'effectiveChildren'> {
  /** Number of steps done. */
  readonly step: number;
  /** Passes over the training data. */
  readonly epoch: number;
}
