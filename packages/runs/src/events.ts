import type { DataProgress } from '@rnp/datasets';
import { inWords, type Wording } from '@rnp/errors';

/** A function that is called with each event, in order. It must not throw. */
export type Listener<Event> = (event: Event) => void;

/** A line for people: how input was read, or what takes a while. */
export interface NoteEvent {
  readonly type: 'note';
  readonly message: string;
  /** The message, in which options can be written as flags, see `inWords`. */
  readonly wording: Wording;
}

/** The code of a warning. */
export type WarningCode =
  /** The images are mostly light, and a model draws light on black. */
  | 'light-images'
  /** Images are so large that steps take long. */
  | 'large-images'
  /** There are too few images to learn a part from. */
  | 'few-images'
  /** The newest checkpoint is damaged; an older one is taken. */
  | 'damaged-checkpoint'
  /** Rows of metrics.jsonl or evaluations.jsonl are lost; the message says how many, and whether they are back from the CSV. */
  | 'damaged-log'
  /** The parts have collapsed; the message says how. */
  | 'collapse'
  /** The error has been far above its best for a while; the message says when it was best, and what to change. */
  | 'error-risen';

/** Something that is not an error but may need a decision. */
export interface WarningEvent {
  readonly type: 'warning';
  readonly code: WarningCode;
  readonly message: string;
  /** Step of training; null before and after it. */
  readonly step: number | null;
}

/** Data is downloaded, read or checked. */
export interface DataEvent {
  readonly type: 'data';
  /** 'content': the files are listed and read for the digest; 'train' or 'test': a split is loaded. */
  readonly part: 'content' | 'train' | 'test';
  readonly progress: DataProgress;
}

export function note(line: string | Wording): NoteEvent {
  const wording = typeof line === 'string' ? [line] : line;
  return { type: 'note', message: inWords(wording), wording };
}

export function warning(code: WarningCode, message: string, step: number | null = null): WarningEvent {
  return { type: 'warning', code, message, step };
}
