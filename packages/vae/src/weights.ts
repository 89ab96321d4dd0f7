import type { Parameters } from '@rnp/nn';

/** All weights of a network, as training and files see them. */
export interface Weights {
  /** Trained: `encoder/…` and `decoder/…`. */
  readonly parameters: Parameters;
  /** Running averages of the encoder's batch norms, under the encoder's own names. */
  readonly runningStatistics: Parameters;
}
