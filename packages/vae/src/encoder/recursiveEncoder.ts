// b batch, n parts, z latent, h w c image
import { dense, denseShapes, type Gather, type Parameters, prefixed, type Shapes, select } from '@rnp/nn';
import { actionSize } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import type { Encoder } from './encoder.js';
import type { LayeredEncoder } from './layeredEncoder.js';

/** What an encoder says of parts that it looked at. */
export interface Correction {
  /** [n, z] and [n, 6], to be added to what programs predict of the parts. */
  readonly states: tf.Tensor2D;
  readonly actions: tf.Tensor2D;
  /** Those of this look alone. */
  readonly runningStatistics: Parameters;
}

/** An encoder that looks at parts through their frames as it looks at an image. */
export interface RecursiveEncoder extends Encoder {
  /** Levels of parts that it looks at, from the top. */
  readonly levels: number;
  /**
   * @param views [n, h, w, 2c] of `partViews`
   * @param level of the parts, from 0 at the top
   */
  look(
    parameters: Parameters,
    runningStatistics: Parameters,
    views: tf.Tensor4D,
    level: number,
    training: boolean,
    gather?: Gather,
  ): Correction;
}

/**
 * The encoder that looks again, at each part: one network for wholes and parts, whose input has room for what is drawn by now. Of an image
 * nothing is, and its heads say the program; of a part two further heads say how it differs from what its program predicts. They start at 0,
 * where every part is as predicted, so that an encoder that has learned nothing of parts does no harm.
 *
 * Only the averages of its batch norms are a level's own, as views of parts have other moments than images.
 *
 * @param whole reads [b, h, w, 2c]
 * @param latent z
 * @param levels at least 1
 */
export function recursiveEncoder(whole: LayeredEncoder, latent: number, levels: number): RecursiveEncoder {
  const heads = headsOf(whole.width, latent);
  const names = Array.from({ length: levels }, (_, level) => looksAt(level));
  return {
    levels,
    shapes: { ...whole.shapes, ...heads },
    runningShapes: forEach(names, whole.runningShapes),
    init: (random) => {
      const { parameters, runningStatistics } = whole.init(random);
      const zeros = Object.entries(heads).map(([name, shape]) => [name, tf.zeros([...shape])] as const);
      const own = names.map((name) => prefixed(copied(runningStatistics), name));
      return {
        parameters: { ...parameters, ...Object.fromEntries(zeros) },
        runningStatistics: Object.assign({}, runningStatistics, ...own),
      };
    },
    encode: (parameters, runningStatistics, images, ...given) => {
      const views = tf.concat([images, tf.zerosLike(images)], 3);
      const encoding = whole.encode(parameters, runningStatistics, views, ...given);
      return { ...encoding, runningStatistics: { ...runningStatistics, ...encoding.runningStatistics } };
    },
    look: (parameters, runningStatistics, views, level, training, gather) => {
      const name = looksAt(level);
      const own = select(runningStatistics, name);
      const { hidden, runningStatistics: after } = whole.hiddenOf(parameters, own, views, training, gather);
      const read = (head: string): tf.Tensor2D =>
        dense(hidden, parameters[`${head}/kernel`]!, parameters[`${head}/bias`]!) as tf.Tensor2D;
      return {
        states: read('correction/state'),
        actions: read('correction/action'),
        runningStatistics: prefixed(after, name),
      };
    },
  };
}

/** Whether this encoder looks at parts, too. */
export function isRecursive(encoder: Encoder): encoder is RecursiveEncoder {
  return typeof (encoder as Partial<RecursiveEncoder>).look === 'function';
}

/** Under this name lie the running averages of looks at the children of a level. */
export function looksAt(level: number): string {
  return `parts${level + 1}`;
}

function headsOf(width: number, latent: number): Shapes {
  return {
    ...prefixed(denseShapes(width, latent), 'correction/state'),
    ...prefixed(denseShapes(width, actionSize), 'correction/action'),
  };
}

function forEach(names: readonly string[], shapes: Shapes): Shapes {
  return Object.assign({}, shapes, ...names.map((name) => prefixed(shapes, name))) as Shapes;
}

function copied(tensors: Parameters): Parameters {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.clone(tensor)]));
}
