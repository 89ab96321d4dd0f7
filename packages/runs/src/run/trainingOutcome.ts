import type { MetricsRow } from '../record/metrics.js';

/** How training ended, or how far it is. */
export interface TrainingOutcome {
  readonly finished: boolean;
  /** Steps done. */
  readonly step: number;
  /** Seconds of training, over all sessions. */
  readonly seconds: number;
  /** The last row of metrics.jsonl of this session. */
  readonly last: MetricsRow | null;
}
