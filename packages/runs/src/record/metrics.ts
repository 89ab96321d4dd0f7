import type { Evaluation } from '@rnp/vae';
import { check } from '../checks.js';

/** Figures of a model on a split, as `rnp eval --json` prints them. */
export interface EvaluationFigures {
  /** Σ squared error over pixels, z = mean; a mean over images. */
  readonly ssePerImage: number;
  /** A number per level, top first; null for a model without parts. NaN becomes null in JSON. */
  readonly purity: readonly number[] | null;
  readonly effectiveChildren: readonly number[] | null;
  /** The KL divergence to the prior in nats, a mean over images. */
  readonly klPerImage: number;
  /** Images evaluated. */
  readonly images: number;
  /** Images whose children drew nothing, per level; left out of purity and effectiveChildren. */
  readonly withoutInk: readonly number[] | null;
  readonly data: string;
  /** Of the data's content, see `dataContent`. */
  readonly digest: string;
  readonly split: string;
  readonly backend: string;
}

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

/** `metrics.json` of a finished run. */
export interface RunMetrics extends EvaluationFigures {
  /** Seconds of training, over all sessions. */
  readonly seconds: number;
  readonly steps: number;
  readonly seed: number;
  readonly rnp: string;
  readonly complete: true;
}

/** `metrics.json` of a run that was stopped: no held-out figures yet, the last ones on training batches instead. */
export interface PartialMetrics {
  readonly complete: false;
  readonly steps: number;
  /** Steps of the whole run. */
  readonly of: number;
  readonly seconds: number;
  readonly backend: string;
  readonly seed: number;
  readonly data: string;
  readonly rnp: string;
  /** The last row of metrics.jsonl, or null. */
  readonly training: MetricsRow | null;
}

/** A row of `metrics.jsonl`: means over the training steps since the row before. */
export interface MetricsRow {
  readonly step: number;
  readonly loss: number;
  readonly ssePerImage: number;
  readonly klPerImage: number;
  readonly overlapPerImage: number;
  readonly patchPerImage: number;
  readonly gradientNorm: number;
  readonly learningRate: number;
  readonly imagesPerSecond: number;
  /** Seconds of training so far, over all sessions. */
  readonly seconds: number;
  /** Measured on the last training batch, every few rows. */
  readonly purity?: readonly number[];
  readonly effectiveChildren?: readonly number[];
  readonly withoutInk?: readonly number[];
}

/** Of any model. */
const maxDepth = 16;

/** What the levels are called, top first. */
export function levelNames(depth: number): readonly string[] {
  check.wholeNumber('depth', depth, 0, maxDepth);
  const names = ['parts', 'subparts'];
  return Array.from({ length: depth }, (_, level) => names[level] ?? `level ${level + 1}`);
}
