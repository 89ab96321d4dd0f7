// b images, n programs of a level, t children, z latent, m columns of the table
import { defineOp, type Op } from '@rnp/backend';
import type { Parameters as Weights } from '@rnp/nn';
import type * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { checkDecoderParameters } from '../decoderParameters.js';
import { check, requireInferred } from '../inputChecks.js';
import { type Presence, requirePresence } from '../program/presence.js';
import type { InferredLevel } from '../program/unrolled.js';
import { type EnergyAttributes, wasmTreeEnergy } from './energyKernel.js';
import type { EnergyPrecisions } from './energyPlan.js';
import { energySizes } from './energySizes.js';
import { packedWeights } from './packedWeights.js';

/** Energies of trees, and their gradients. */
export interface TreeGradients {
  /** [b, m] for each image the total, the terms (pixels, top, states and actions of each given level), and the squared error. */
  readonly table: tf.Tensor2D;
  /** [b, z] */
  readonly program: tf.Tensor2D;
  /** Of each given level. */
  readonly inferred: readonly InferredLevel[];
}

/** The energy of trees that one decoder draws, with its gradients, by kernels that read its weights in an order of their own. */
export interface TreeEnergy {
  /**
   * @param images [b, h, w, c]
   * @param program [b, z]
   * @param inferred children of the first levels, top first
   * @param presence which children are there, [b][k][i]; all unless given. What is absent draws nothing, and no error of it or of
   *   what is below it counts; siblings go on reading its state and action
   * @returns tensors the caller owns
   * @throws RnpError RNP_SHAPE if something does not fit the config
   */
  gradients(
    images: tf.Tensor4D,
    program: tf.Tensor2D,
    inferred: readonly InferredLevel[],
    precisions: EnergyPrecisions,
    presence?: Presence,
  ): TreeGradients;
  /** The table alone, to the last bit the same. */
  table(...tree: Parameters<TreeEnergy['gradients']>): tf.Tensor2D;
  /** Frees what it holds; the weights stay the caller's. */
  dispose(): void;
}

/** Inputs: images, packed weights, the program, and states and actions of each given level. */
const op: Op<readonly tf.Tensor[], EnergyAttributes, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'treeEnergy',
  plain: () => {
    throw new Error('an energy without kernels of its own is put together from ops');
  },
  wasm: wasmTreeEnergy,
});

/**
 * The energy of a decoder's trees with its gradients, where kernels compute both at once: on WASM, for Elman cells, hypernetworks, dense
 * leaves and composed drawing; undefined elsewhere. The weights are fixed: what they are changed to afterwards is not seen.
 *
 * @param params as `decoderShapes` names them; more entries do no harm
 * @returns the caller's, to be disposed of
 * @throws RnpError RNP_SHAPE if a parameter does not fit the config
 */
export function treeEnergy(params: Weights, config: DecoderConfig): TreeEnergy | undefined {
  checkDecoderParameters(params, config);
  const sizes = energySizes(config);
  if (sizes === undefined || !op.hasOwnForm()) return undefined;
  const packed = packedWeights(params, config);
  const run = (
    backward: boolean,
    ...[images, program, inferred, precisions, presence]: Parameters<TreeEnergy['gradients']>
  ): tf.Tensor[] => {
    check.tensor('images', images, ['b', ...config.imageShape]);
    check.tensor('program', program, [images.shape[0], config.latent]);
    requireInferred('inferred', inferred, config, images.shape[0]);
    for (const kind of ['states', 'actions'] as const) {
      check.numbers(`precisions.${kind}`, precisions[kind], inferred.length);
    }
    if (presence !== undefined) requirePresence('presence', presence, config, images.shape[0]);
    const tree = [program, ...inferred.flatMap(({ states, actions }) => [states, actions])];
    return op([images, packed, ...tree], {
      sizes,
      precisions,
      backward,
      ...(presence && { presence }),
    });
  };
  return {
    gradients: (...tree) => {
      const [table, program, ...given] = run(true, ...tree);
      return {
        table: table as tf.Tensor2D,
        program: program as tf.Tensor2D,
        inferred: tree[2].map((_, k) => ({
          states: given[2 * k] as tf.Tensor3D,
          actions: given[2 * k + 1] as tf.Tensor3D,
        })),
      };
    },
    table: (...tree) => run(false, ...tree)[0] as tf.Tensor2D,
    dispose: () => packed.dispose(),
  };
}
