// n programs, t children, i inputs, h w c patch

import type { Parameters, Shapes } from '@rnp/nn';
import type * as tf from '@tensorflow/tfjs-core';

/**
 * D of docs/model.md, *One level*: turns states into patches of pixels, with weights that H_state generates for each
 * program. The setting `leaf` chooses a built-in one. Pass your own to `unroll`, or to `createRnp` of `@rnp/vae`; the setting
 * then holds its patch and its shapes, so that a saved model says what it needs.
 *
 * @example
 * const stroke: LeafDecoder = {
 *   patch: [9, 9],
 *   shapes: { kernel: [16, 81], bias: [81] },
 *   decode: ({ kernel, bias }, states) => tf.reshape(hyperDense(states, kernel, bias, 'sigmoid'), [-1, 9, 9, 1]),
 * };
 */
export interface LeafDecoder {
  /** Height and width of a patch in pixels, each ≥ 2. */
  readonly patch: readonly [height: number, width: number];
  /** What H_state generates for a program, by name; `{}` where patches are made of states alone. Shared networks (`generator: 'embedding'`) start from zero where a name ends with `bias`. */
  readonly shapes: Shapes;
  /**
   * @param weights by the names of `shapes`, each [n, ...shape]: every program has its own
   * @param states [n, t, i]; i is `latent`, or with shared networks twice that, as the program stands behind each state
   * @returns [n·t, h, w, c], the image's channels, ink from 0 up; with `compositing: 'over'` [n·t, h, w, c + 1], last alpha, all in [0, 1],
   *   colours not multiplied by it. The caller owns it
   */
  decode(weights: Parameters, states: tf.Tensor3D): tf.Tensor4D;
}
