import type { Dataset } from '@rnp/datasets';
import type { Energy, Evaluation } from '@rnp/vae';
import { check } from '../checks.js';
import { type PartFigures, partFiguresOf } from './partFigures.js';
import type { PrecisionFigures } from './precisionFigures.js';

/** Figures of a model on a split of data; `rnp eval --json` prints them. */
export interface EvaluationFigures {
  /** Squared error summed over pixels, with z = mean, averaged over images. */
  readonly ssePerImage: number;
  /** One number per level, top level first; null for a model without parts. NaN becomes null in JSON. */
  readonly purity: readonly number[] | null;
  /** As `purity`. */
  readonly effectiveChildren: readonly number[] | null;
  /** KL divergence from the prior in nats, averaged over images. */
  readonly klPerImage: number;
  /** Number of images evaluated. */
  readonly images: number;
  /**
   * Number of images per level whose children drew nothing; they do not count in purity and
   * effectiveChildren.
   */
  readonly withoutInk: readonly number[] | null;
  readonly data: string;
  /** Digest of the data's content (`dataContent`). */
  readonly digest: string;
  readonly split: string;
  readonly backend: string;
}

/**
 * The figures of an evaluation of @rnp/vae, with the data and the backend that they belong to.
 *
 * @throws RnpError RNP_CONFIG if a field of the origin is missing
 */
export function figuresOf(
  evaluation: Evaluation,
  origin: Pick<EvaluationFigures, 'data' | 'digest' | 'split' | 'backend'>,
): EvaluationFigures {
  check.object('evaluation', evaluation);
  check.options('origin', origin, ['data', 'digest', 'split', 'backend']);
  const { ssePerImage, klPerImage, images, parse } = evaluation;
  return {
    ssePerImage,
    purity: parse?.purity ?? null,
    effectiveChildren: parse?.effectiveChildren ?? null,
    klPerImage,
    images,
    withoutInk: parse?.withoutInk ?? null,
    ...origin,
  };
}

/** Figures of the trees that inference by prediction errors finds of the same images. */
export interface InferredFigures
  extends Pick<EvaluationFigures, 'ssePerImage' | 'purity' | 'effectiveChildren' | 'withoutInk'> {
  /** Steps of inference. */
  readonly steps: number;
  /** A mean over images, by its terms and levels. */
  readonly energy: Energy;
  /** How many parts images need; left out where all parts stay. */
  readonly parts?: PartFigures;
}

/**
 * @param evaluation of inferred trees
 * @param data that was measured; the parts of its classes are told where parts had to earn their presence
 */
export function inferredFigures(
  steps: number,
  { ssePerImage, parse, energy, partCountsPerLevel }: Evaluation,
  data?: Dataset,
): InferredFigures {
  const { purity, effectiveChildren, withoutInk } = parse!;
  const parts = data && partCountsPerLevel && { parts: partFiguresOf(partCountsPerLevel, data) };
  return { steps, ssePerImage, purity, effectiveChildren, withoutInk, energy: energy!, ...parts };
}

/** `metrics.json` of a finished run. */
export interface RunMetrics extends EvaluationFigures {
  /** Present if the run was told to learn them. */
  readonly precisions?: PrecisionFigures;
  /** Present if the run was told to infer. */
  readonly inferred?: InferredFigures;
  /** Seconds of training, over all sessions. */
  readonly seconds: number;
  readonly steps: number;
  readonly seed: number;
  /** Version of @rnp/runs. */
  readonly rnp: string;
  readonly complete: true;
}

/**
 * `metrics.json` of a run that was stopped: the last figures on training batches, as there are no held-out
 * ones yet.
 */
export interface PartialMetrics {
  readonly complete: false;
  readonly steps: number;
  /** Number of steps of the whole run. */
  readonly of: number;
  readonly seconds: number;
  readonly backend: string;
  readonly seed: number;
  readonly data: string;
  readonly rnp: string;
  /** The last row of metrics.jsonl; null if there is none. */
  readonly training: MetricsRow | null;
}

/** A row of `metrics.jsonl`: averages over the training steps since the row before. */
export interface MetricsRow {
  readonly step: number;
  /** The whole loss per image. */
  readonly loss: number;
  readonly ssePerImage: number;
  /** KL divergence from the prior in nats, without β. */
  readonly klPerImage: number;
  /** The overlap penalty per image, with its weights. */
  readonly overlapPerImage: number;
  /** The patch term per image, with its weight. */
  readonly patchPerImage: number;
  /** Global norm of the gradient, before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly imagesPerSecond: number;
  /** Seconds of training so far, over all sessions. */
  readonly seconds: number;
  /** Measured on the last training batch; only some rows have it. */
  readonly purity?: readonly number[];
  readonly effectiveChildren?: readonly number[];
  readonly withoutInk?: readonly number[];
}
