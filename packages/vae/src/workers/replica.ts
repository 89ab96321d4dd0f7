import { copyOut } from '@rnp/backend';
import { clipFactor, type Parameters, type SharedOptimiser, sharedOptimiser } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network.js';
import { learningRateAt } from '../training/learningRate.js';
import type { BatchShare } from '../training/loss.js';
import { lossGradients } from '../training/lossGradients.js';
import { overlapWeightsAt } from '../training/overlapWeights.js';
import { sharedGather } from './gather.js';
import type { StartMessage, WorkerPlan } from './messages.js';
import { networkOf } from './networkRecipe.js';
import { type Region, shareOf } from './sharedLayout.js';
import { readPlaces, type SharedState, sharedState, writePlaces } from './sharedState.js';

/** A worker's part of the weights begins on a multiple of this many: whole vectors, whole cache lines. */
const weightStep = 16;

/**
 * One worker's copy of the network. A step goes: gradient of its share of the batch – all meet – sum of its part of
 * all gradients – all meet – Adam on its part of the weights – all meet – copy all trained weights. Every sum is taken in the
 * workers' order, so the numbers do not depend on who was first.
 */
export class Replica {
  readonly #plan: WorkerPlan;
  readonly #index: number;
  readonly #network: Network;
  readonly #shared: SharedState;
  readonly #optimiser: SharedOptimiser;
  readonly #share: BatchShare;
  /** Made once: nobody changes them. */
  readonly #frozen: Parameters;
  #trained: Parameters;
  #runningStatistics: Parameters;
  /** Steps done. */
  #step: number;

  constructor({ plan, memory, index }: StartMessage) {
    const { workers, training, layout } = plan;
    this.#plan = plan;
    this.#index = index;
    this.#network = networkOf(plan.network);
    this.#shared = sharedState(memory, layout);
    this.#optimiser = sharedOptimiser(memory);
    const gather = sharedGather(this.#shared, index, workers);
    this.#share = { batch: training.batchSize, workers, gather };
    const frozen = layout.parameters.slice(layout.trained.length);
    this.#frozen = readPlaces(this.#shared.weights, frozen);
    this.#trained = readPlaces(this.#shared.weights, layout.trained);
    this.#runningStatistics = readPlaces(this.#shared.averages, layout.runningStatistics);
    this.#step = plan.step;
  }

  /**
   * Takes the next step as soon as it is allowed; blocks until then and whenever it waits for the others.
   *
   * @returns loss terms and gradient norm of the whole batch
   * @throws Stopped
   */
  step(): number[] {
    const { barrier, weights, layout } = this.#shared;
    barrier.waitForStep(this.#step);
    this.#computeGradient();
    barrier.meet();
    this.#sumGradients();
    barrier.meet();
    const { terms, squares } = this.#shared;
    const norm = Math.sqrt(squares.reduce((sum, value) => sum + value, 0));
    const report = Array.from(terms[0]!, (_, i) => terms.reduce((sum, of) => sum + of[i]!, 0));
    this.#updateWeights(norm);
    barrier.meet();
    this.#trained = readPlaces(weights, layout.trained);
    this.#step++;
    return [...report, norm];
  }

  /** Of this worker's images, in the whole batch's measure, into its place; frees the trained weights, which are used up. */
  #computeGradient(): void {
    const { gradients, terms, averages, layout } = this.#shared;
    const config = { ...this.#plan.training, overlap: overlapWeightsAt(this.#step, this.#plan.training) };
    const parameters = { ...this.#trained, ...this.#frozen };
    const weights = { parameters, runningStatistics: this.#runningStatistics };
    const [images, noise] = this.#batch();
    const own = lossGradients(this.#network, weights, images, noise, config, this.#share);
    writePlaces(gradients[this.#index]!, layout.trained, own.gradients);
    copyOut(own.terms, terms[this.#index]!);
    if (this.#index === 0) writePlaces(averages, layout.runningStatistics, own.runningStatistics);
    tf.dispose([images, noise, own.gradients, own.terms, this.#trained, weights.runningStatistics] as (
      | tf.Tensor
      | tf.TensorContainer
    )[]);
    this.#runningStatistics = own.runningStatistics;
  }

  /** This worker's images and noise. */
  #batch(): [tf.Tensor4D, tf.Tensor2D] {
    const { batchSize } = this.#plan.training;
    const { imageShape, latent } = this.#network;
    const { images, noise } = this.#shared.batches[this.#step % 2]!;
    const { begin, end } = shareOf(batchSize, this.#index, this.#plan.workers);
    const rows = (values: Float32Array): Float32Array => {
      const size = values.length / batchSize;
      return values.subarray(begin * size, end * size);
    };
    return [
      tf.tensor4d(rows(images), [end - begin, ...imageShape]),
      tf.tensor2d(rows(noise), [end - begin, latent]),
    ];
  }

  /** This worker's part of the trained weights: how many, and where it begins within a region. */
  #part(): { readonly count: number; readonly at: (region: Region) => number } {
    const { begin, end } = shareOf(
      this.#shared.gradients[0]!.length,
      this.#index,
      this.#plan.workers,
      weightStep,
    );
    const size = Float32Array.BYTES_PER_ELEMENT;
    return { count: end - begin, at: (region) => region.offset + begin * size };
  }

  #sumGradients(): void {
    const { gradients } = this.#shared.layout;
    const { count, at } = this.#part();
    const stride = (gradients[1]?.offset ?? 0) - gradients[0]!.offset;
    this.#shared.squares[this.#index] = this.#optimiser.sumParts(
      at(gradients[0]!),
      stride,
      gradients.length,
      count,
    );
  }

  #updateWeights(norm: number): void {
    const { training, step, updates } = this.#plan;
    const { weights, first, second, gradients, factors } = this.#shared.layout;
    this.#shared.factors[this.#index]![0] = clipFactor(norm, training.clipNorm);
    const { count, at } = this.#part();
    this.#optimiser.adam(
      count,
      {
        value: at(weights),
        gradient: at(gradients[0]!),
        first: at(first),
        second: at(second),
        factor: factors[this.#index]!.offset,
      },
      updates + this.#step - step + 1,
      { learningRate: learningRateAt(this.#step, training), clipValue: training.clipValue },
    );
  }
}
