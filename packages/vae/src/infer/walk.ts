import { turnOfTheLoop } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import type { FoundTrees, StartingTrees } from './bestTrees.js';

/** Best trees after so many steps; they stay the descent's, and are there until the next are asked for. */
export interface Walked {
  readonly at: number;
  readonly best: FoundTrees;
}

/** One way down the energy of some images: where it begins, and after each of so many steps. @param rows which images these are; all in order unless given */
export type Walk = (
  images: tf.Tensor4D,
  begin: () => StartingTrees,
  steps: number,
  rows?: readonly number[],
) => AsyncGenerator<Walked>;

/** A descent with turns of the loop between its steps, after which it is asked whether it may go on. */
export async function* walked(
  descent: Generator<FoundTrees, void, undefined>,
  mayGoOn: () => void,
): AsyncGenerator<Walked> {
  let at = 0;
  for (const best of descent) {
    if (at > 0) {
      await turnOfTheLoop();
      mayGoOn();
    }
    yield { at, best };
    at++;
  }
}
