import { createRnp, type Rnp, type TrainingData, type TrainingState, train } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import {
  type Checkpoint,
  type CurvePoint,
  checkpointOf,
  type ParseFigures,
  type Pictures,
  restored,
} from './checkpoint.js';
import type { FromTrainer } from './messages.js';
import type { Recipe } from './recipe.js';

export interface SessionOptions {
  readonly recipe: Recipe;
  readonly from: Checkpoint | null;
  readonly data: TrainingData;
  /** [n·h·w·c] pixels in [0, 1] of images that are taken apart now and then, to be looked at. */
  readonly shown: Float32Array;
  readonly tell: (message: FromTrainer) => void;
  /** Whether to end the session at the next point of the curve, so that the curve has no gap when it goes on. */
  readonly pauseAsked: () => boolean;
  /** Whether a checkpoint was asked for since the last one. */
  readonly saveAsked: () => boolean;
}

/** Steps between points of the curve. */
const logSteps = 5;
/** Steps between measurements of the parse; one costs about as much as a step. */
const parseSteps = 50;
/** Often enough to see it learn, rare enough to cost little. */
const pictureMilliseconds = 1000;
/** What closing the page can cost: it ends the trainer before it could answer. A checkpoint takes a few hundredths of a second. */
const saveMilliseconds = 2000;

/**
 * Trains from fresh weights, or on from a checkpoint, until the end or a pause, and tells what happens. Pictures and
 * checkpoints are read from the weights and never change them, so their timing does not touch the numbers.
 *
 * @throws RnpError as `train`, and for a damaged checkpoint
 */
export async function trainingSession(options: SessionOptions): Promise<void> {
  const { recipe, from, data, shown, tell, pauseAsked, saveAsked } = options;
  const { model, resume } =
    from === null
      ? { model: createRnp(recipe.model, { seed: recipe.training.seed }), resume: undefined }
      : restored(from);
  try {
    const begun = performance.now();
    let [lastPictures, lastSave] = [Number.NEGATIVE_INFINITY, begun];
    const curve: CurvePoint[] = [...(from?.curve ?? [])];
    let figures: ParseFigures | null = from?.figures ?? null;
    const save = async (state: TrainingState): Promise<Checkpoint> => {
      const seconds = (from?.seconds ?? 0) + (performance.now() - begun) / 1000;
      const pictures = await picturesOf(model, shown);
      return checkpointOf(model, state, recipe, { seconds, curve: [...curve], figures, pictures });
    };
    const showPictures = async (): Promise<void> => {
      tell({ type: 'pictures', pictures: await picturesOf(model, shown) });
      lastPictures = performance.now();
    };
    const stop = new AbortController();
    const events = train(model, data, {
      ...recipe.training,
      ...(resume === undefined ? {} : { resume }),
      logEvery: logSteps,
      parseEvery: parseSteps,
      checkpointEvery: logSteps,
      signal: stop.signal,
    });
    for await (const event of events) {
      switch (event.type) {
        case 'start':
          tell({ type: 'started', backend: tf.getBackend(), step: event.step });
          await showPictures();
          break;
        case 'progress': {
          const point = { step: event.step, ssePerImage: event.metrics.ssePerImage };
          curve.push(point);
          const { imagesPerSecond, secondsLeft } = event;
          tell({ type: 'progress', point, imagesPerSecond, secondsLeft });
          if (pauseAsked()) stop.abort();
          else if (performance.now() - lastPictures > pictureMilliseconds) await showPictures();
          break;
        }
        case 'parse':
          figures = { purity: event.parse.purity, effectiveChildren: event.parse.effectiveChildren };
          tell({ type: 'figures', figures });
          break;
        case 'checkpoint':
          if (!saveAsked() && performance.now() - lastSave < saveMilliseconds) break;
          tell({ type: 'checkpoint', checkpoint: await save(event.state) });
          lastSave = performance.now();
          break;
        case 'end':
          tell({
            type: 'stopped',
            reason: event.reason === 'done' ? 'done' : 'paused',
            checkpoint: await save(event.state),
          });
      }
    }
  } finally {
    model.dispose();
  }
}

async function picturesOf(model: Rnp, pixels: Float32Array): Promise<Pictures> {
  const [height, width, channels] = model.network.imageShape;
  const count = pixels.length / (height * width * channels);
  const images = tf.tensor4d(pixels, [count, height, width, channels]);
  try {
    return { pixels, trees: await model.parse(images) };
  } finally {
    images.dispose();
  }
}
