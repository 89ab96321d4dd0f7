import type { AdamState, Parameters } from '@rnp/nn';

/** Everything one step reads and the next one needs. Tensors are owned by the holder. */
export interface TrainingState<Moments = AdamState> {
  readonly parameters: Parameters;
  readonly runningStatistics: Parameters;
  readonly adam: Moments;
  /** Steps done. */
  readonly step: number;
}
