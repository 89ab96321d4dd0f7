import type { Augmentation, Dataset } from '@rnp/datasets';
import type { Preprocessing } from '@rnp/images';
import { countedTraining, recipes } from '@rnp/runs/recipes';
import type { RnpOptions, TrainingConfig } from '@rnp/vae';

/** A visitor's pictures, made into images. Can be posted and kept: nobody drops a folder again for a run to go on. */
export interface OwnPictures {
  /** The folder's name. */
  readonly name: string;
  /** Those to learn from. */
  readonly train: Dataset;
  /** [n·h·w·c] in [0, 1], some that are held out. */
  readonly shown: Float32Array;
  /** How they were made, and how the model takes pictures from then on. */
  readonly preprocessing: Preprocessing;
}

/** What fixes a run, together with the backend: the same recipe gives the same numbers. */
export interface Recipe {
  readonly model: RnpOptions;
  /** What it learns from; the digits of the package unless given. */
  readonly pictures?: OwnPictures;
  /** Moves every image a little at random. */
  readonly augment?: Augmentation;
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

/** What `rnp train --data FOLDER` takes for as many pictures. */
export function picturesRecipe(pictures: OwnPictures): Recipe {
  const { model: small, training: usual, augment } = recipes['own-pictures']!;
  const { imageShape, length } = pictures.train;
  const steps = countedTraining(length);
  return {
    model: { ...small, imageShape },
    training: { ...usual, ...steps, seed: 1 },
    pictures,
    ...(augment === undefined ? {} : { augment }),
  };
}

/** What a run learns from, one of them. */
export function nounOf(recipe: Recipe | null): 'digit' | 'picture' {
  return recipe?.pictures === undefined ? 'digit' : 'picture';
}
