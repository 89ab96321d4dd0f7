import type { Gather } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { exchangeLength } from './sharedLayout.js';
import type { SharedState } from './sharedState.js';

/** One worker's end of the exchange of small vectors within a step. Blocks until all workers have called it. */
export function sharedGather({ barrier, exchange }: SharedState, index: number, workers: number): Gather {
  let turn = 0;
  return (own) => {
    const length = own.size;
    if (length > exchangeLength) {
      throw new RangeError(`a vector of ${length} values is longer than the ${exchangeLength} that fit`);
    }
    // In turns: nobody can be two exchanges ahead of one that still reads.
    const slot = exchange[turn % 2]!;
    turn++;
    slot.set(own.dataSync(), index * length);
    barrier.meet();
    return tf.tensor2d(slot.slice(0, workers * length), [workers, length]);
  };
}
