import type { ParseMetrics } from '@rnp/recursive-decoder';
import type { TrainingConfig } from './trainingSettings.js';
import type { TrainingState } from './trainingState.js';

/** Averages over the steps since the last report. Per image unless stated. */
export interface TrainingMetrics {
  readonly loss: number;
  /** Σ squared error over pixels, z sampled. */
  readonly ssePerImage: number;
  /** The KL divergence to the prior, in nats. */
  readonly klPerImage: number;
  /** The overlap penalty, weighted. */
  readonly overlapPerImage: number;
  /** The patch term, weighted. */
  readonly patchPerImage: number;
  /** Global gradient norm before clipping. */
  readonly gradientNorm: number;
}

interface AtStep {
  /** Steps done. */
  readonly step: number;
  /** Steps of the whole run. */
  readonly steps: number;
}

/** What `train` reports to its listener; progress bars, logs and checkpoints are listeners. */
export type TrainEvent =
  | (AtStep & {
      readonly type: 'start';
      readonly config: TrainingConfig;
      /** How many engines share each batch; 1 is the calling thread alone. */
      readonly workers: number;
    })
  | (AtStep & {
      readonly type: 'progress';
      readonly metrics: TrainingMetrics;
      readonly learningRate: number;
      readonly imagesPerSecond: number;
      readonly secondsLeft: number;
      /** Seconds since this call of `train` began. */
      readonly seconds: number;
    })
  /** Is it a parse? Measured on the last training batch. */
  | (AtStep & { readonly type: 'parse'; readonly parse: ParseMetrics })
  | (AtStep & {
      readonly type: 'warning';
      /** 'error-risen': the squared error has been more than three times its best for 50 steps. */
      readonly code?: 'error-risen';
      readonly message: string;
    })
  /** Save now: `state` is alive until the listener asks for the next event; the next step reuses its moments. */
  | (AtStep & { readonly type: 'checkpoint'; readonly state: TrainingState })
  | (AtStep & { readonly type: 'end'; readonly reason: 'done' | 'aborted'; readonly state: TrainingState });
