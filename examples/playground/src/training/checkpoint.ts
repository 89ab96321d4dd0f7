import type { ParseTree } from '@rnp/recursive-decoder';
import {
  adamFromSafetensors,
  adamToSafetensors,
  expectedShapes,
  isRnp,
  type ModelFiles,
  modelFromFiles,
  modelToFiles,
  type Rnp,
  type TrainingState,
  type TrainOptions,
} from '@rnp/vae';
import type { Recipe } from './recipe.js';

/** A point of the learning curve. */
export interface CurvePoint {
  readonly step: number;
  /** Σ squared error over an image's pixels, a mean over the steps since the point before. */
  readonly ssePerImage: number;
}

/** How well images come apart, per level, top first; measured on the last batch. */
export interface ParseFigures {
  readonly purity: readonly number[];
  readonly effectiveChildren: readonly number[];
}

/** Images that are looked at while a model learns, and what it makes of them. */
export interface Pictures {
  /** [n·h·w·c] in [0, 1] */
  readonly pixels: Float32Array;
  /** One for each image. */
  readonly trees: readonly ParseTree[];
}

/** All that a run needs to go on as if it had never stopped. Can be posted to a worker and kept in a store. */
export interface Checkpoint {
  readonly recipe: Recipe;
  /** Steps done. */
  readonly step: number;
  /** Seconds of training, over all sessions. */
  readonly seconds: number;
  readonly curve: readonly CurvePoint[];
  readonly figures: ParseFigures | null;
  /** As they are drawn at this step. */
  readonly pictures: Pictures;
  readonly model: ModelFiles;
  /** `adamToSafetensors` */
  readonly adam: Uint8Array;
}

/** What a checkpoint says beside the weights. */
export type Progress = Pick<Checkpoint, 'seconds' | 'curve' | 'figures' | 'pictures'>;

/** The state's tensors stay the trainer's. @throws RnpError RNP_DIVERGED when a weight is no number */
export function checkpointOf(
  model: Rnp,
  state: TrainingState,
  recipe: Recipe,
  progress: Progress,
): Checkpoint {
  const { pictures } = recipe;
  const extra = {
    training: recipe.training,
    data: pictures?.name ?? 'digits',
    ...(pictures === undefined ? {} : { preprocessing: pictures.preprocessing }),
    command: 'examples/playground',
  };
  return {
    recipe,
    step: state.step,
    ...progress,
    model: modelToFiles(model, extra),
    adam: adamToSafetensors(state),
  };
}

/** A model and what `train` takes as `resume`, both the caller's. @throws RnpError for damaged content */
export function restored({ model: files, adam }: Checkpoint): {
  readonly model: Rnp;
  readonly resume: NonNullable<TrainOptions['resume']>;
} {
  const { model } = modelFromFiles(files);
  try {
    if (!isRnp(model)) throw new Error('this checkpoint holds no recursive neural program');
    return { model, resume: adamFromSafetensors(adam, expectedShapes(model.network).parameters) };
  } catch (error) {
    model.dispose();
    throw error;
  }
}
