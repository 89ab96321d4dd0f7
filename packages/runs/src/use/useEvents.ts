import { inWords, type Wording } from '@rnp/errors';
import { type DataEvent, type Listener, type NoteEvent, note } from '../events.js';
import type { ModelListeners } from '../models/modelImages.js';

/** A line about the model or image that was taken, or about changes to a picture. */
export interface ChoiceEvent {
  readonly type: 'choice';
  readonly message: string;
  /** The message, in which options can be written as flags, see `inWords`. */
  readonly wording: Wording;
}

/** The progress of the work. */
export interface WorkEvent {
  readonly type: 'work';
  /**
   * 'programs': images are encoded; 'map': programs are placed on a map; 'measuring': a model is measured; 'scenes':
   * it is measured on scenes; 'verifying': files of data sets are read; 'timing': a backend is timed.
   */
  readonly work: 'programs' | 'map' | 'measuring' | 'scenes' | 'verifying' | 'timing';
  /** The data and its split; for a map, its method; for a file, its path; the name of a backend. */
  readonly of: string;
  /** Number of images or scenes; for a map, of iterations; of files; of measurements. */
  readonly done: number;
  /** The number of them in all. */
  readonly total: number;
}

/** A file was written before the end of the work. */
export interface WrittenEvent {
  readonly type: 'written';
  readonly path: string;
}

/** An event of work with a trained model. */
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
