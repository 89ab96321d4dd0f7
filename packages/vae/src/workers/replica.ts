import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network.js';
import type { Reduction } from '../training/reduction.js';
import type { BatchImages } from '../training/shownImages.js';
import type { TrainingState } from '../training/trainingState.js';
import { trainingStep } from '../training/trainingStep.js';
import type { StartMessage, WorkerPlan } from './messages.js';
import { networkOf } from './networkSpec.js';
import { shareOf } from './sharedLayout.js';
import { type SharedMoments, sharedReduction } from './sharedReduction.js';
import { readPlaces, type SharedState, sharedState } from './sharedState.js';

/** One worker's copy of the network, which takes the steps of a run on its share of each batch. */
export class Replica {
  readonly #plan: WorkerPlan;
  readonly #index: number;
  readonly #network: Network;
  readonly #shared: SharedState;
  readonly #reduction: Reduction<SharedMoments, number, readonly number[]>;
  #state: TrainingState<SharedMoments>;

  constructor({ plan, memory, index }: StartMessage) {
    const { layout, step, updates } = plan;
    this.#plan = plan;
    this.#index = index;
    this.#network = networkOf(plan.network);
    this.#shared = sharedState(memory, layout);
    this.#reduction = sharedReduction(this.#shared, index, plan);
    const { weights, averages } = this.#shared;
    this.#state = {
      parameters: readPlaces(weights, layout.parameters),
      runningStatistics: readPlaces(averages, layout.runningStatistics),
      adam: { updates },
      step,
    };
  }

  /**
   * Takes the next step as soon as it is allowed; blocks until then and whenever it waits for the others.
   *
   * @returns loss terms and gradient norm of the whole batch
   * @throws Stopped
   */
  step(): readonly number[] {
    this.#shared.barrier.waitForStep(this.#state.step);
    const [images, noise] = this.#batch();
    const { training } = this.#plan;
    const { state, report } = trainingStep(
      this.#network,
      this.#state,
      images,
      noise,
      training,
      this.#reduction,
    );
    tf.dispose([images, noise, this.#state.runningStatistics] as unknown as tf.TensorContainer);
    this.#state = state;
    return report;
  }

  /** This worker's images and noise. */
  #batch(): [BatchImages, tf.Tensor2D] {
    const { batchSize } = this.#plan.training;
    const { imageShape, latent } = this.#network;
    const { images, seen, noise } = this.#shared.batches[this.#state.step % 2]!;
    const { begin, end } = shareOf(batchSize, this.#index, this.#plan.workers);
    const rows = (values: Float32Array): Float32Array => {
      const size = values.length / batchSize;
      return values.subarray(begin * size, end * size);
    };
    const tensor = (values: Float32Array): tf.Tensor4D =>
      tf.tensor4d(rows(values), [end - begin, ...imageShape]);
    const drawn = tensor(images);
    return [
      seen.length === 0 ? drawn : { drawn, seen: tensor(seen) },
      tf.tensor2d(rows(noise), [end - begin, latent]),
    ];
  }
}
