import type { TrainingConfig } from './trainingConfig.js';
import type { TrainingState } from './trainingStep.js';

/** How a run goes, beside what it computes. */
export interface TrainOptions extends Partial<TrainingConfig> {
  /** Moments and step of an earlier run; its tensors become `train`'s. */
  readonly resume?: Pick<TrainingState, 'adam' | 'step'>;
  /** Stop after this step; the schedule still spans `steps`. */
  readonly until?: number;
  /** Steps between `progress` events. */
  readonly logEvery?: number;
  /** Steps between `parse` events and their warnings; 0 for none. */
  readonly parseEvery?: number;
  /** Steps between `checkpoint` events; 0 for none. */
  readonly checkpointEvery?: number;
  /** Ends the run after the current step, with an `end` event whose reason is `aborted`. */
  readonly signal?: AbortSignal;
}
