import { inWords, type Wording } from '@rnp/errors';
import { type DataEvent, type Listener, type NoteEvent, note } from '../events.js';
import type { ModelListeners } from '../models/modelImages.js';

/** Which model or image was taken where there was a choice, or what was done to a picture. */
export interface ChoiceEvent {
  readonly type: 'choice';
  readonly message: string;
  /** The message, in which options can be written as flags, see `inWords`. */
  readonly wording: Wording;
}

/** How far the work is. */
export interface WorkEvent {
  readonly type: 'work';
  /** Programs of images are found, placed on a map, or a model is measured. */
  readonly work: 'programs' | 'map' | 'measuring';
  /** The data and its split; of a map its method. */
  readonly of: string;
  /** Images; of a map iterations. */
  readonly done: number;
  readonly total: number;
}

/** A file is there before the work is over. */
export interface WrittenEvent {
  readonly type: 'written';
  readonly path: string;
}

/** What work with a model tells as it goes on. */
export type UseEvent = NoteEvent | ChoiceEvent | DataEvent | WorkEvent | WrittenEvent;

/** Tells as events what opening models and images tells. */
export function listenersOf(listen: Listener<UseEvent>): Required<ModelListeners> {
  return {
    onNote: (line) => listen(note(line)),
    onData: listen,
    onChoice: (line) => {
      const wording = typeof line === 'string' ? [line] : line;
      listen({ type: 'choice', message: inWords(wording), wording });
    },
  };
}
