import type { AdamState, Parameters } from '@rnp/nn';

/** Everything one step reads and the next one needs. Tensors are owned by the holder. */
export interface TrainingState<Moments = AdamState> {
  readonly parameters: Parameters;
  readonly runningStatistics: Parameters;
  readonly adam: Moments;
  /** Steps done. */
  readonly step: number;
  /** Loss terms and gradient norms of the steps since the last `progress` event, which averages over all of its steps; none: left out. */
  readonly reports?: readonly (readonly number[])[];
}
