import { recipes } from '@rnp/runs/recipes';
import type { RnpOptions, TrainingConfig } from '@rnp/vae';

/** What fixes a run, together with the backend: the same recipe gives the same numbers. Plain JSON. */
export interface Recipe {
  readonly model: RnpOptions;
  /** Seeds weights, order and noise alike. */
  readonly training: Partial<TrainingConfig> & Pick<TrainingConfig, 'steps' | 'seed'>;
}

/** What a visitor chooses. */
export interface RecipeChoice {
  /** The quick start has 1,800; with fewer than 600 one part does nearly all the work. */
  readonly steps: number;
  readonly seed: number;
}

/** What `rnp train` takes, too. Its phases are known to be good over its steps; shorter runs have them in proportion. */
const { model, training } = recipes['quick-start']!;

/** The quick start's recipe for digits, squeezed into fewer steps where fewer are asked for. */
export function digitsRecipe({ steps, seed }: RecipeChoice): Recipe {
  const share = Math.min(1, steps / training.steps!);
  const phase = (length = 0): number => Math.round(length * share);
  return {
    model,
    training: {
      ...training,
      steps,
      seed,
      warmup: phase(training.warmup),
      overlapDelay: phase(training.overlapDelay),
      overlapWarmup: phase(training.overlapWarmup),
    },
  };
}
