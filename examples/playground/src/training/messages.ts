import type { Checkpoint, CurvePoint, ParseFigures, Pictures } from './checkpoint.js';
import type { Recipe } from './recipe.js';

/** From the page to the trainer in its worker. */
export type ToTrainer =
  | {
      readonly type: 'train';
      readonly recipe: Recipe;
      /** Where to go on; null for fresh weights. */
      readonly from: Checkpoint | null;
    }
  /** Ends the session at the next point of the curve; a `stopped` message follows. */
  | { readonly type: 'pause' }
  /** Asks for a `checkpoint` message soon: the page may be about to go. */
  | { readonly type: 'save' };

/** From the trainer to the page. */
export type FromTrainer =
  | { readonly type: 'started'; readonly backend: string; readonly step: number }
  | {
      readonly type: 'progress';
      readonly point: CurvePoint;
      readonly imagesPerSecond: number;
      readonly secondsLeft: number;
    }
  | { readonly type: 'figures'; readonly figures: ParseFigures }
  | { readonly type: 'pictures'; readonly pictures: Pictures }
  | { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly type: 'stopped'; readonly reason: 'done' | 'paused'; readonly checkpoint: Checkpoint }
  | { readonly type: 'failed'; readonly code: string | null; readonly message: string };
