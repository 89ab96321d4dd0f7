import type { Parameters } from '@rnp/nn';
import type * as tf from '@tensorflow/tfjs-core';
import type { Encoder } from './encoder.js';
import { readPosterior } from './head.js';

/** What an encoder makes of images before it answers. */
interface Hidden {
  /** [b, width] */
  readonly hidden: tf.Tensor2D;
  readonly runningStatistics: Parameters;
}

/** An encoder whose last hidden layer others can read, beside its own two heads. */
export interface LayeredEncoder extends Encoder {
  /** Units of that layer. */
  readonly width: number;
  /** As `encode`, but for the heads. */
  readonly hiddenOf: (...given: EncodeArguments) => Hidden;
}

type EncodeArguments = Encoder['encode'] extends (...given: infer Given) => unknown ? Given : never;

/** With `encode`: what its heads read of the hidden layer. */
export function layered(encoder: Omit<LayeredEncoder, 'encode'>): LayeredEncoder {
  return {
    ...encoder,
    encode: (parameters, ...given) => {
      const { hidden, runningStatistics } = encoder.hiddenOf(parameters, ...given);
      return { ...readPosterior(hidden, parameters), runningStatistics };
    },
  };
}
