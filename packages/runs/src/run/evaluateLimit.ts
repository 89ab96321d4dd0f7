import type { TrainingConfig } from '@rnp/vae';

/** A run that saw fewer images than this many times those held out is a trial, and measured like one. */
const times = 5;
const trialImages = 1000;

/** How many held-out images a run is measured on at its end, unless it is told. A short training is not followed by minutes of measuring. */
export function defaultEvaluateLimit(
  { steps, batchSize }: Pick<TrainingConfig, 'steps' | 'batchSize'>,
  heldOut: number,
): number {
  return steps * batchSize < times * heldOut ? Math.min(trialImages, heldOut) : heldOut;
}
