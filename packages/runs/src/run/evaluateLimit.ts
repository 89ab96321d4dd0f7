import type { TrainingConfig } from '@rnp/vae';
import type { Bookkeeping } from '../settings/bookkeeping.js';

/** A run that saw fewer images than this many times those held out is a trial, and measured like one. */
const times = 5;
const trialImages = 1000;

/**
 * How many held-out images a run is measured on at its end. A short training is not followed by minutes of measuring.
 *
 * @param asked null where it is told nothing
 */
export function evaluateLimitOf(
  asked: Bookkeeping['evaluateLimit'],
  { steps, batchSize }: Pick<TrainingConfig, 'steps' | 'batchSize'>,
  heldOut: number,
): number {
  if (asked !== null) return asked === 'all' ? heldOut : Math.min(asked, heldOut);
  return steps * batchSize < times * heldOut ? Math.min(trialImages, heldOut) : heldOut;
}
