import { inWords, type OptionStyle, type Wording } from '@rnp/errors';
import { check } from '../checks.js';
import type { DataEvent, NoteEvent, WarningEvent } from '../events.js';

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
  /** The number of held-out images measured, and of all. */
  | { readonly type: 'measuring'; readonly done: number; readonly of: number }
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
