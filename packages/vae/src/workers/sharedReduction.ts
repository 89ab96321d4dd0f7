import { copyOut } from '@rnp/backend';
import { sharedOptimiser } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { Reduced, Reduction } from '../training/reduction.js';
import { sharedGather } from './gather.js';
import type { WorkerPlan } from './messages.js';
import { type Region, shareOf } from './sharedLayout.js';
import { readPlaces, type SharedState, writePlaces } from './sharedState.js';

/** A worker's part of the weights begins on a multiple of this many: whole vectors, whole cache lines. */
const weightStep = 16;

/** Adam's moments lie in the shared memory. */
export interface SharedMoments {
  /** Updates that they have seen. */
  readonly updates: number;
}

/**
 * One worker's end of a reduction over shared memory: all write their gradients – all meet – each sums its part of them –
 * all meet – Adam on its part of the weights – all meet – all read all trained weights. Every sum is taken in the workers'
 * order, so the numbers do not depend on who was first. Blocks whenever it waits for the others.
 *
 * Of the state given, the trained weights are used up: they are freed before new ones are read.
 */
export function sharedReduction(
  shared: SharedState,
  index: number,
  { workers, training }: Pick<WorkerPlan, 'workers' | 'training'>,
): Reduction<SharedMoments, number, readonly number[]> {
  const { barrier, layout } = shared;
  const optimiser = sharedOptimiser(shared.memory);
  const { count, at } = partOf(shared, index, workers);
  const [firstGradient, secondGradient] = layout.gradients;
  return {
    share: { batch: training.batchSize, workers, gather: sharedGather(shared, index, workers) },

    sum: (own): Reduced<number, readonly number[]> => {
      const { gradients, terms, averages, squares } = shared;
      writePlaces(gradients[index]!, layout.trained, own.gradients);
      copyOut(own.terms, terms[index]!);
      if (index === 0) writePlaces(averages, layout.runningStatistics, own.runningStatistics);
      tf.dispose([own.gradients, own.terms] as tf.TensorContainer);
      barrier.meet();
      const stride = (secondGradient?.offset ?? 0) - firstGradient!.offset;
      squares[index] = optimiser.sumParts(at(firstGradient!), stride, workers, count);
      barrier.meet();
      const norm = Math.sqrt(squares.reduce((sum, value) => sum + value, 0));
      const report = Array.from(terms[0]!, (_, i) => terms.reduce((sum, of) => sum + of[i]!, 0));
      return { norm, report: [...report, norm] };
    },

    update: ({ parameters, adam }, _own, { factor, ...settings }) => {
      const { weights, first, second, factors } = layout;
      const updates = adam.updates + 1;
      shared.factors[index]![0] = factor;
      optimiser.adam(
        count,
        {
          value: at(weights),
          gradient: at(firstGradient!),
          first: at(first),
          second: at(second),
          factor: factors[index]!.offset,
        },
        updates,
        settings,
      );
      for (const { name } of layout.trained) parameters[name]!.dispose();
      barrier.meet();
      const trained = readPlaces(shared.weights, layout.trained);
      return { parameters: { ...parameters, ...trained }, adam: { updates } };
    },
  };
}

/** A worker's part of the trained weights: how many, and where it begins within a region. */
function partOf(
  { gradients }: SharedState,
  index: number,
  workers: number,
): { readonly count: number; readonly at: (region: Region) => number } {
  const { begin, end } = shareOf(gradients[0]!.length, index, workers, weightStep);
  const size = Float32Array.BYTES_PER_ELEMENT;
  return { count: end - begin, at: (region) => region.offset + begin * size };
}
