import { prepareBackend } from '@rnp/backend';
import { createRandom } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import { DivergenceError, ModelError } from '../errors.js';
import { type Model, seedStreams } from '../model.js';
import { Rnp } from '../rnp.js';
import { initAdam } from './adam.js';
import { collapseAdvice } from './collapse.js';
import { learningRateAt } from './learningRate.js';
import { createProgress } from './progress.js';
import { StateKeeper } from './stateKeeper.js';
import type { TrainEvent } from './trainEvent.js';
import { type TrainingConfig, trainingConfig } from './trainingConfig.js';
import type { TrainingData } from './trainingData.js';
import { type TrainingState, trainingStep } from './trainingStep.js';

export interface TrainOptions extends Partial<TrainingConfig> {
  /** Moments and step of an earlier run; its tensors become `train`'s. */
  readonly resume?: Pick<TrainingState, 'adam' | 'step'>;
  /** Stop after this step; the schedule still spans `steps`. */
  readonly until?: number;
  /** Steps between `progress` events. */
  readonly logEvery?: number;
  /** Steps between `parse` events and their warnings; 0 for none. */
  readonly parseEvery?: number;
  /** Steps between `checkpoint` events; 0 for none. */
  readonly checkpointEvery?: number;
  /** Ends the run after the current step, with an `end` event whose reason is `aborted`. */
  readonly signal?: AbortSignal;
}

/**
 * Trains a model in place, one event at a time: a step is only taken while the listener waits for the next
 * event, and between steps the event loop turns, so signals and pages stay alive.
 *
 * With the same options, data, seed and backend the numbers are the same, and a run that is aborted, saved
 * and resumed ends with the weights of an uninterrupted one.
 *
 * @throws ModelError RNP_IMAGES when the data's shape is not the model's, RNP_CONFIG for a bad setting,
 *   RNP_DIVERGED when a loss is no longer a number; the model then holds the last weights known to be good
 */
export async function* train(
  model: Model,
  data: TrainingData,
  options: TrainOptions = {},
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
  prepareBackend();
  const last = Math.min(config.steps, until ?? config.steps);
  const keeper = new StateKeeper(model, resume ?? { adam: initAdam(model.weights.parameters), step: 0 });
  const progress = createProgress(keeper.state.step, last, config.batchSize);
  const at = (): { step: number; steps: number } => ({ step: keeper.state.step, steps: config.steps });
  try {
    yield { type: 'start', ...at(), config };
    while (keeper.state.step < last && !signal?.aborted) {
      const step = keeper.state.step;
      const images = imagesOf(data, step, config);
      const noise = noiseOf(model, step, config);
      try {
        const result = trainingStep(model.network, keeper.state, images, noise, config);
        keeper.advance(result.state);
        progress.add(result.report);
        const done = keeper.state.step;
        if (due(done, logEvery) || done === last) {
          const report = progress.read();
          if (report.badStep !== null) throw new DivergenceError(report.badStep, keeper.restore());
          keeper.confirm();
          yield {
            type: 'progress',
            ...at(),
            ...report.figures,
            learningRate: learningRateAt(step, config),
          };
        }
        if (due(done, parseEvery) && model instanceof Rnp) {
          const parse = await model.parseMetrics(images);
          yield { type: 'parse', ...at(), parse };
          // In the first steps nothing has been learned that could have collapsed.
          if (done >= Math.min(300, config.steps)) {
            for (const message of collapseAdvice(parse, model.config))
              yield { type: 'warning', ...at(), message };
          }
        }
      } finally {
        tf.dispose([images, noise]);
      }
      if (due(keeper.state.step, checkpointEvery) && keeper.state.step < last) {
        yield { type: 'checkpoint', ...at(), state: keeper.state };
      }
      await turnOfTheLoop();
    }
    yield {
      type: 'end',
      ...at(),
      reason: keeper.state.step >= last ? 'done' : 'aborted',
      state: keeper.state,
    };
  } finally {
    progress.dispose();
    keeper.dispose();
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

function imagesOf(data: TrainingData, step: number, { batchSize, seed }: TrainingConfig): tf.Tensor4D {
  return tf.tensor4d(data.batch({ step, batchSize, seed }), [batchSize, ...data.imageShape]);
}

/** [batch, z]; a function of seed and step alone, so there is no random state to save. */
function noiseOf(model: Model, step: number, { batchSize, seed }: TrainingConfig): tf.Tensor2D {
  const random = createRandom(seed, seedStreams.noise, step);
  const values = Float32Array.from({ length: batchSize * model.network.latent }, () => random.normal());
  return tf.tensor2d(values, [batchSize, model.network.latent]);
}

function due(step: number, every: number): boolean {
  return every > 0 && step % every === 0;
}

/** Lets timers, signals and messages in between two steps, without the delay a timer would add. */
function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}
