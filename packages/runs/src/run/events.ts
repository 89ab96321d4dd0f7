import { inWords, type OptionStyle, type Wording } from '@rnp/errors';
import { formatMetric } from '@rnp/viz';
import { check } from '../checks.js';
import type { DataEvent, NoteEvent, WarningEvent } from '../events.js';
import { counted } from '../words/counted.js';
import { formatSeconds } from '../words/formatSeconds.js';

/** The progress of a run. */
export interface TrainedSoFar {
  /** Number of steps done. */
  readonly step: number;
  /** Number of steps of the whole run. */
  readonly steps: number;
  /** Average over training batches since the last event. */
  readonly ssePerImage: number;
  /** Per level, top level first, if it was measured. */
  readonly purity?: readonly number[];
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
}

/** An event of a run. */
export type RunEvent =
  | NoteEvent
  | WarningEvent
  | DataEvent
  | { readonly type: 'start'; readonly step: number; readonly steps: number }
  | ({ readonly type: 'progress' } & TrainedSoFar)
  /** The number of held-out images measured, and of all; with `infer`, after so many steps of inference instead of at one look. */
  | { readonly type: 'measuring'; readonly done: number; readonly of: number; readonly infer?: number }
  /** A round of learning precisions is done, of so many; from 1. */
  | { readonly type: 'precisions'; readonly round: number; readonly rounds: number }
  /** The checkpoint of this step is saved. */
  | { readonly type: 'checkpoint'; readonly step: number };

/** The figures of a progress event alone. */
export function soFarOf({ type: _, ...soFar }: RunEvent & { readonly type: 'progress' }): TrainedSoFar {
  return soFar;
}

/**
 * An event as a line for people; null for events that hold only figures.
 *
 * @param style how options are written in the line. Default: as in a program
 * @throws RnpError RNP_CONFIG if it is not an event
 */
export function lineOf(event: RunEvent, style?: OptionStyle): string | null {
  check.object('event', event);
  if (event.type !== 'note' && event.type !== 'warning') return null;
  check.text('event.message', event.message);
  return style === undefined && event.type === 'note' ? event.message : inWords(lineWording(event)!, style);
}

/** An event as a line for people, for whoever passes it on; null for those that are figures. */
export function lineWording(event: RunEvent): Wording | null {
  if (event.type === 'note') return event.wording;
  if (event.type !== 'warning') return null;
  return [`warning${event.step === null ? '' : `, step ${event.step}`}: ${event.message}`];
}

/** How far work is, for a bar. */
export interface Progress {
  /** The part that is done, in [0, 1]. */
  readonly share: number;
  /** The same in words, the most important first. */
  readonly details: readonly string[];
}

/**
 * How far a run is, for people; null for events that do not say.
 *
 * @throws RnpError RNP_CONFIG if it is not an event
 */
export function progressOf(event: RunEvent): Progress | null {
  check.object('event', event);
  if (event.type === 'measuring') {
    const { done, of, infer } = event;
    requireNumbers({ done, of, ...(infer !== undefined && { infer }) });
    const after = infer === undefined ? '' : ` after ${counted(infer, 'step')} of inference`;
    return { share: done / of, details: [`measuring held-out images${after}`, `${done}/${of}`] };
  }
  if (event.type === 'precisions') {
    const { round, rounds } = event;
    requireNumbers({ round, rounds });
    return { share: round / rounds, details: ['learning precisions', `round ${round}/${rounds}`] };
  }
  if (event.type !== 'start' && event.type !== 'progress') return null;
  const { step, steps } = event;
  requireNumbers({ step, steps });
  const share = step / steps;
  if (event.type === 'start') return { share, details: [`step ${step}/${steps}`] };
  const { ssePerImage, purity, imagesPerSecond, secondsLeft } = event;
  requireNumbers({ ssePerImage, imagesPerSecond, secondsLeft });
  const details = [
    `step ${step}/${steps}`,
    `SSE ${formatMetric(ssePerImage)}`,
    ...(purity === undefined ? [] : [`purity ${formatMetric(purity)}`]),
    `${Math.round(imagesPerSecond)} images/s`,
    `${formatSeconds(secondsLeft)} left`,
  ];
  return { share, details };
}

function requireNumbers(values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) check.number(`event.${name}`, value);
}
