import * as tf from '@tensorflow/tfjs-core';
import { DivergenceError, ModelError } from '../errors.js';
import type { Model } from '../model.js';
import { Rnp } from '../rnp.js';
import { batchTensor } from './batch.js';
import { collapseAdvice } from './collapse.js';
import { checkFrozen } from './frozenParameters.js';
import { learningRateAt } from './learningRate.js';
import { createProgress } from './progress.js';
import type { Stepper } from './stepper.js';
import type { TrainEvent } from './trainEvent.js';
import { type TrainingConfig, trainingConfig } from './trainingConfig.js';
import type { TrainingData } from './trainingData.js';
import type { TrainOptions } from './trainOptions.js';

/** What is to take a run's steps, and what there is to say about it. */
export interface Start {
  readonly stepper: Stepper;
  readonly workers: number;
  readonly warnings: readonly string[];
}

/** Begins a run of checked settings. */
export type Starter = (
  config: TrainingConfig,
  resume: TrainOptions['resume'],
  last: number,
) => Start | Promise<Start>;

/** The events of a run, whoever takes its steps. */
export async function* trainingEvents(
  model: Model,
  data: TrainingData,
  options: TrainOptions,
  start: Starter,
): AsyncGenerator<TrainEvent, void, void> {
  const {
    resume,
    until,
    logEvery = 10,
    parseEvery = 100,
    checkpointEvery = 0,
    signal,
    ...settings
  } = options;
  const config = trainingConfig(settings);
  checkData(model, data, config);
  checkFrozen(Object.keys(model.weights.parameters), config.frozen);
  const last = Math.min(config.steps, until ?? config.steps);
  const { stepper, workers, warnings } = await start(config, resume, last);
  const progress = createProgress(stepper.step, last, config.batchSize);
  const at = (): { step: number; steps: number } => ({ step: stepper.step, steps: config.steps });
  try {
    yield { type: 'start', ...at(), config, workers };
    for (const message of warnings) yield { type: 'warning', ...at(), message };
    while (stepper.step < last && !signal?.aborted) {
      const pauses = [logEvery, parseEvery, checkpointEvery].map((every) => nextDue(stepper.step, every));
      await stepper.run(Math.min(last, ...pauses), signal);
      const done = stepper.step;
      if (due(done, logEvery) || done === last) {
        const report = progress(await stepper.reports());
        if (report.badStep !== null) throw new DivergenceError(report.badStep, stepper.restore());
        stepper.confirm();
        const learningRate = learningRateAt(done - 1, config);
        yield { type: 'progress', ...at(), ...report.figures, learningRate };
      }
      if (due(done, parseEvery) && model instanceof Rnp) {
        const parse = await parseBatch(model, data, done - 1, config);
        yield { type: 'parse', ...at(), parse };
        // In the first steps nothing has been learned that could have collapsed.
        if (done >= Math.min(300, config.steps)) {
          for (const message of collapseAdvice(parse, model.config))
            yield { type: 'warning', ...at(), message };
        }
      }
      if (due(done, checkpointEvery) && done < last) {
        yield { type: 'checkpoint', ...at(), state: stepper.state() };
      }
    }
    const reason = stepper.step >= last ? 'done' : 'aborted';
    yield { type: 'end', ...at(), reason, state: stepper.state() };
  } finally {
    await stepper.dispose();
  }
}

/** How the model parses the batch that a step learned from. */
async function parseBatch(
  model: Rnp,
  data: TrainingData,
  step: number,
  config: TrainingConfig,
): ReturnType<Rnp['parseMetrics']> {
  const images = batchTensor(data, step, config);
  try {
    return await model.parseMetrics(images);
  } finally {
    tf.dispose(images);
  }
}

function checkData(model: Model, data: TrainingData, config: TrainingConfig): void {
  if (data.imageShape.join() !== model.network.imageShape.join()) {
    throw new ModelError(
      'RNP_IMAGES',
      `the data has images of ${data.imageShape.join('×')}, the model wants ${model.network.imageShape.join('×')}`,
    );
  }
  if (data.length < config.batchSize) {
    throw new ModelError(
      'RNP_CONFIG',
      `the data has ${data.length} images, fewer than a batch of ${config.batchSize}; set batchSize=${Math.max(1, data.length)}`,
      'training.batchSize',
    );
  }
}

function due(step: number, every: number): boolean {
  return every > 0 && step % every === 0;
}

/** The first step after `step` at which something is due. */
function nextDue(step: number, every: number): number {
  return every > 0 ? (Math.floor(step / every) + 1) * every : Number.POSITIVE_INFINITY;
}
