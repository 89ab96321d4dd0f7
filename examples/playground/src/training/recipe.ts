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

/** Steps over which the quick start's phases are known to be good; shorter runs have them in proportion. */
const quickStartSteps = 1800;

/** The quick start's recipe for digits, squeezed into fewer steps where fewer are asked for. */
export function digitsRecipe({ steps, seed }: RecipeChoice): Recipe {
  const share = Math.min(1, steps / quickStartSteps);
  const phase = (length: number): number => Math.round(length * share);
  return {
    model: {
      latent: 16,
      steps: [4, 4],
      scaleOffset: 1.6,
      leaf: { kind: 'dense', patch: [8, 8] },
      rendering: 'composed',
      encoder: 'light',
    },
    training: {
      steps,
      seed,
      batchSize: 64,
      warmup: phase(300),
      overlap: [0.05, 0.07],
      overlapDelay: phase(300),
      overlapWarmup: phase(400),
    },
  };
}
