import type { Model } from '../model.js';
import { localStepper } from './localStepper.js';
import type { TrainEvent } from './trainEvent.js';
import type { TrainingData } from './trainingData.js';
import { trainingEvents } from './trainingEvents.js';
import type { TrainOptions } from './trainOptions.js';

/**
 * Trains a model in place, one event at a time: a step is only taken while the listener waits for the next
 * event, and between steps the event loop turns, so signals and pages stay alive.
 *
 * With the same options, data, seed and backend the numbers are the same, and a run that is aborted, saved
 * and resumed ends with the weights of an uninterrupted one.
 *
 * @throws ModelError RNP_IMAGES when the data's shape is not the model's or the first batch has values out of
 *   [0, 1], RNP_CONFIG for a bad setting,
 *   RNP_DIVERGED when a loss is no longer a number; the model then holds the last weights known to be good
 */
export function train(
  model: Model,
  data: TrainingData,
  options: TrainOptions = {},
): AsyncGenerator<TrainEvent, void, void> {
  return trainingEvents(model, data, options, ({ config, resume }) => ({
    stepper: localStepper(model, data, config, resume),
    workers: 1,
    warnings: [],
  }));
}
