import { inWords, type OptionStyle, type Wording } from '@rnp/errors';
import { check } from '../checks.js';
import type { DataEvent, NoteEvent, WarningEvent } from '../events.js';

/** The progress of a run. */
export interface TrainedSoFar {
  readonly step: number;
  readonly steps: number;
  /** Of training batches since the last time. */
  readonly ssePerImage: number;
  /** Per level, top first, where it was measured. */
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
  /** Held-out images measured, of how many. */
  | { readonly type: 'measuring'; readonly done: number; readonly of: number }
  /** A checkpoint of this step is safe. */
  | { readonly type: 'checkpoint'; readonly step: number };

/** The figures of a progress event alone. */
export function soFarOf({ type: _, ...soFar }: RunEvent & { readonly type: 'progress' }): TrainedSoFar {
  return soFar;
}

/**
 * An event as a line for people; null for those that are figures.
 *
 * @param style how options are written in it; by default as in a program
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
