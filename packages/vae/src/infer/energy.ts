// b batch, n programs of a level, t children, z latent
import { addAll } from '@rnp/backend';
import { select } from '@rnp/nn';
import { type InferredTree, renderComposed, renderNested, unrollInferred } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../model.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { type FreeTree, inferredOf } from './freeTree.js';
import type { Precisions } from './inferOptions.js';

/** Terms of the energy, [b] each; they add up to it. */
export type EnergyTerms = {
  /** Half of each squared error of a pixel, times its precision. */
  readonly pixels: tf.Tensor1D;
  readonly top: tf.Tensor1D;
  /** Of each freed level, top first: how far its children are from what their programs predict. */
  readonly states: tf.Tensor1D[];
  readonly actions: tf.Tensor1D[];
  /** Σ squared error over pixels, which is no term. */
  readonly squaredError: tf.Tensor1D;
};

/** A free tree, drawn. */
export type Drawn = { readonly tree: InferredTree; readonly canvas: tf.Tensor4D };

/** Draws a free tree: its programs run in a closed loop, its children lie where it says. The caller owns the tensors. */
export function drawn(model: Model<RnpNetwork>, free: FreeTree): Drawn {
  const { spec, leaf } = model.network;
  return tf.tidy(() => {
    const decoder = select(model.weights.parameters, 'decoder');
    const tree = unrollInferred(decoder, spec.config, free.program as tf.Tensor2D, inferredOf(free), {
      leaf,
    });
    const { canvas } =
      spec.config.rendering === 'composed'
        ? renderComposed(tree.unrolled, spec.config, { parts: false })
        : renderNested(tree.unrolled, spec.config);
    return { tree, canvas };
  });
}

/**
 * The energy of a tree as an explanation of images, whose minimum is the most probable one (Rao & Ballard 1999):
 *
 *     E = ½ π_x ‖x − x̂‖² + ½ π_top ‖z^K‖² + ½ Σ_k Σ_i ( π_z ‖z_i − ẑ_i‖² + π_a ‖a_i − â_i‖² )
 *
 * ẑ_i and â_i are what the program above predicts of child i, having read the inferred child before it. Without freed children it is
 * the energy of the paper's model, in which all below the top is determined.
 *
 * @param images [b, h, w, c]
 * @returns tensors the caller owns
 */
export function energyTerms(
  { tree: { unrolled, predicted }, canvas }: Drawn,
  images: tf.Tensor4D,
  precisions: Precisions,
): EnergyTerms {
  const batch = images.shape[0];
  const squares = (difference: tf.Tensor): tf.Tensor1D =>
    tf.sum(tf.reshape(tf.square(difference), [batch, -1]), 1);
  const half = (precision: number, difference: tf.Tensor): tf.Tensor1D =>
    tf.mul(precision / 2, squares(difference));
  return tf.tidy(() => {
    const squaredError = squares(tf.sub(images, canvas));
    return {
      squaredError,
      pixels: tf.mul(precisions.pixels / 2, squaredError) as tf.Tensor1D,
      top: half(precisions.top, unrolled.levels[0]!.programs),
      states: predicted.map(({ states }, k) =>
        half(precisions.states, tf.sub(unrolled.levels[k]!.states, states)),
      ),
      actions: predicted.map(({ actions }, k) =>
        half(precisions.actions, tf.sub(unrolled.levels[k]!.actions, actions)),
      ),
    };
  });
}

/** E of each image, [b]; the caller owns it. */
export function totalOf({ pixels, top, states, actions }: EnergyTerms): tf.Tensor1D {
  return addAll([pixels, top, ...states, ...actions]);
}
