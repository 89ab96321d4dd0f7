import { prepareBackend, turnOfTheLoop } from '@rnp/backend';
import { type AdamState, initAdam } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../model.js';
import { batchImages, batchNoise } from './batch.js';
import type { BatchImages } from './shownImages.js';
import type { Stepper } from './stepper.js';
import type { TrainingData } from './trainingData.js';
import type { TrainingConfig } from './trainingSettings.js';
import type { TrainingState } from './trainingState.js';
import { trainingStep } from './trainingStep.js';
import { WeightKeeper } from './weightKeeper.js';

/** Steps on the calling thread, on its active backend. */
export function localStepper(
  model: Model,
  data: TrainingData,
  config: TrainingConfig,
  resume: Pick<TrainingState, 'adam' | 'step'> | undefined,
): Stepper {
  prepareBackend();
  const keeper = new WeightKeeper(model, resume?.step ?? 0);
  let adam: AdamState = resume?.adam ?? initAdam(model.weights.parameters);
  let waiting: tf.Tensor1D[] = [];
  const state = (): TrainingState => ({ ...keeper.weights, adam, step: keeper.step });

  const takeStep = (): void => {
    const { latent } = model.network;
    let images: BatchImages | undefined;
    let noise: tf.Tensor2D | undefined;
    try {
      images = batchImages(data, keeper.step, config);
      noise = tf.tensor2d(batchNoise(latent, keeper.step, config), [config.batchSize, latent]);
      const { state: next, report } = trainingStep(model.network, state(), images, noise, config);
      adam = next.adam;
      waiting.push(report);
      keeper.advance({ parameters: next.parameters, runningStatistics: next.runningStatistics }, next.step);
    } finally {
      tf.dispose([images, noise] as tf.TensorContainer);
    }
  };

  return {
    get step(): number {
      return keeper.step;
    },
    run: async (until, stop) => {
      while (keeper.step < until && !stop.aborted) {
        takeStep();
        await turnOfTheLoop();
      }
    },
    reports: async () => {
      const told = waiting;
      waiting = [];
      // WebGPU reads in no other way.
      const rows = await Promise.all(told.map((report) => report.data()));
      tf.dispose(told);
      return rows;
    },
    confirm: () => keeper.confirm(),
    restore: () => keeper.restore(),
    state,
    dispose: async () => {
      tf.dispose([waiting, adam.first, adam.second] as tf.TensorContainer);
      waiting = [];
      keeper.dispose();
    },
  };
}
