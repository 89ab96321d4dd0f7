// m columns of the table
import { select, type Parameters as Tensors } from '@rnp/nn';
import { type Presence, type TreeEnergy, type TreeGradients, treeEnergy } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { energyTable, totals } from './energy.js';
import { childrenOf, type FreeTree, type WeightedRnp } from './freeTree.js';
import { type Precisions, precisionAt } from './precisions.js';

/** The table of each image's energy, [b, m], and the gradient of their sum in every free tensor; the caller's. */
export interface TableAndGradients {
  readonly table: tf.Tensor2D;
  readonly gradients: Tensors;
}

/** The energies of one descent: whatever is the same at all of its steps is done once. */
export interface Energies {
  /** Without the gradients, which it does not compute. */
  table(images: tf.Tensor4D, tree: FreeTree, precisions: Precisions, presence?: Presence): tf.Tensor2D;
  withGradients(
    images: tf.Tensor4D,
    tree: FreeTree,
    precisions: Precisions,
    presence?: Presence,
  ): TableAndGradients;
  /** Frees what it holds. */
  dispose(): void;
}

/** Those of a model, whose weights stay as they are: from kernels that compute both at once where there are some, by the tape elsewhere. */
export function energiesOf(model: WeightedRnp): Energies {
  const { parameters } = model.weights;
  const own = treeEnergy(select(parameters, 'decoder'), model.network.spec.config);
  return {
    table: (...asked) => {
      const [images, tree, precisions, presence] = asked;
      return own?.table(...given(...asked)) ?? energyTable(model, tree, images, precisions, presence);
    },
    withGradients: (...asked) =>
      own === undefined ? tableAndGradients(model, ...asked) : named(own.gradients(...given(...asked))),
    dispose: () => own?.dispose(),
  };
}

/** What the kernels are given. */
function given(
  images: tf.Tensor4D,
  tree: FreeTree,
  { pixels, top, states, actions }: Precisions,
  presence?: Presence,
): Parameters<TreeEnergy['gradients']> {
  const inferred = childrenOf(tree);
  const precisions = {
    pixels,
    top,
    states: inferred.map((_, k) => precisionAt(states, k)),
    actions: inferred.map((_, k) => precisionAt(actions, k)),
  };
  return [images, tree.program as tf.Tensor2D, inferred, precisions, presence];
}

function named({ table, program, inferred }: TreeGradients): TableAndGradients {
  const gradients: Record<string, tf.Tensor> = { program };
  for (const [k, { states, actions }] of inferred.entries()) {
    gradients[`states/${k}`] = states;
    gradients[`actions/${k}`] = actions;
  }
  return { table, gradients };
}

/** From the ops that the energy is put together of, by TensorFlow.js's tape. */
export function tableAndGradients(
  model: WeightedRnp,
  images: tf.Tensor4D,
  tree: FreeTree,
  precisions: Precisions,
  presence?: Presence,
): TableAndGradients {
  const names = Object.keys(tree);
  let table: tf.Tensor2D | undefined;
  try {
    const gradients = tf.tidy(() => {
      const energy = (...values: tf.Tensor[]): tf.Scalar => {
        const free = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
        table = tf.keep(energyTable(model, free, images, precisions, presence));
        return tf.sum(totals(table));
      };
      return tf.grads(energy)(names.map((name) => tree[name]!));
    });
    return { table: table!, gradients: Object.fromEntries(names.map((name, i) => [name, gradients[i]!])) };
  } catch (cause) {
    table?.dispose();
    throw cause;
  }
}
