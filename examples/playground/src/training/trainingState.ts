import type { Checkpoint, CurvePoint, ParseFigures, Pictures } from './checkpoint.js';
import type { FromTrainer } from './messages.js';
import type { Recipe } from './recipe.js';

/** Where a run stands. `pausing` and `starting` end by themselves; `elsewhere`: another page of this browser trains it. */
export type Phase = 'idle' | 'elsewhere' | 'starting' | 'training' | 'pausing' | 'paused' | 'done' | 'failed';

/** All that the panel shows of a run. */
export interface TrainingState {
  readonly phase: Phase;
  /** Null while there is no run. */
  readonly recipe: Recipe | null;
  /** Steps done. */
  readonly step: number;
  readonly curve: readonly CurvePoint[];
  readonly figures: ParseFigures | null;
  /** Null until the model has tried. */
  readonly pictures: Pictures | null;
  readonly backend: string | null;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Why a run may be lost, in words for the visitor. */
  readonly warning: string | null;
  /** Why it failed, in words for the visitor. */
  readonly failure: string | null;
  /** The last one that is known; what the run goes on from. */
  readonly checkpoint: Checkpoint | null;
}

export const noRun: TrainingState = Object.freeze({
  phase: 'idle',
  recipe: null,
  step: 0,
  curve: [],
  figures: null,
  pictures: null,
  backend: null,
  imagesPerSecond: null,
  secondsLeft: null,
  warning: null,
  failure: null,
  checkpoint: null,
});

/** A run as its checkpoint left it. */
export function pausedAt(checkpoint: Checkpoint): TrainingState {
  const { recipe, step, curve, figures, pictures } = checkpoint;
  const phase = step >= recipe.training.steps ? 'done' : 'paused';
  return { ...noRun, phase, recipe, step, curve, figures, pictures, checkpoint };
}

/** The state after a message of the trainer. */
export function told(state: TrainingState, message: FromTrainer): TrainingState {
  switch (message.type) {
    case 'started':
      return {
        ...state,
        phase: state.phase === 'pausing' ? 'pausing' : 'training',
        backend: message.backend,
        step: message.step,
      };
    case 'progress': {
      const { point, imagesPerSecond, secondsLeft } = message;
      return { ...state, step: point.step, curve: [...state.curve, point], imagesPerSecond, secondsLeft };
    }
    case 'figures':
      return { ...state, figures: message.figures };
    case 'pictures':
      return { ...state, pictures: message.pictures };
    case 'checkpoint':
      return { ...state, checkpoint: message.checkpoint };
    case 'stopped':
      return { ...pausedAt(message.checkpoint), backend: state.backend, warning: state.warning };
    case 'failed':
      // On from the last checkpoint, if there is one.
      return { ...state, phase: 'failed', failure: message.message, secondsLeft: null };
  }
}
