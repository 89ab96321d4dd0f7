// f features, s entries of generated tensors
import { defineOp, type Op } from '@rnp/backend';
import { backendModule, type ModuleExports } from '@rnp/backend/kernels';
import { joinedOutputs } from '@rnp/hypernet';
import { type Parameters, select } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { hypernetConfig } from '../parameterShapes.js';
import { policyShapes, stateCoreShapes } from '../program/moduleShapes.js';
import { decoderModule } from '../wasm/decoderModule.js';
import { leafNames } from './energySizes.js';

/** Where the packed forms of a last layer's matrix lie, in bytes: for its product, and for the product with its transpose. */
export interface PackedMatrix {
  readonly columns: number;
  readonly forward: number;
  readonly backward: number;
}

/** Floats of both forms. */
function packedSize(wasm: ModuleExports, columns: number, features: number): number {
  return (wasm.packedBytes(columns, features) + wasm.packedBytes(features, columns)) / 4;
}

/** Where the matrices of these widths lie from `base` on. */
export function packedMatrices(
  wasm: ModuleExports,
  base: number,
  widths: readonly number[],
  features: number,
): PackedMatrix[] {
  let at = base;
  return widths.map((columns) => {
    const backward = at + wasm.packedBytes(columns, features);
    const matrix = { columns, forward: at, backward };
    at += 4 * packedSize(wasm, columns, features);
    return matrix;
  });
}

const op: Op<readonly tf.Tensor[], Readonly<Record<string, never>>, tf.Tensor1D> = /* @__PURE__ */ defineOp({
  name: 'packWeights',
  plain: () => {
    throw new Error('only kernels read packed weights');
  },
  wasm: decoderModule.form((_, host) => ({
    forward: ({ inputs }) => {
      const matrices = inputs as unknown as tf.TensorInfo[];
      const wasm = backendModule.exports()!;
      const features = matrices[0]!.shape[0]!;
      const widths = matrices.map(({ shape }) => shape[1]!);
      const size = widths.reduce((sum, columns) => sum + packedSize(wasm, columns, features), 0);
      const out = host.output([size], 'float32');
      for (const [i, to] of packedMatrices(wasm, host.address(out), widths, features).entries()) {
        const from = host.address(matrices[i]!);
        wasm.packMatrix(from, to.forward, to.columns, features, to.columns, 0);
        wasm.packMatrix(from, to.backward, features, to.columns, to.columns, 1);
      }
      return out;
    },
  })),
});

/**
 * The last layers of both hypernetworks as the kernels of a tree's energy read them: of the state module, the policy module, and
 * each of the patch decoder's tensors.
 *
 * @returns the caller's
 */
export function packedWeights(params: Parameters, config: DecoderConfig): tf.Tensor1D {
  return tf.tidy(() => {
    const state = select(params, 'state');
    const stateConfig = hypernetConfig(config, 'state');
    return op(
      [
        joinedOutputs(state, stateConfig, Object.keys(stateCoreShapes(config))),
        joinedOutputs(
          select(params, 'policy'),
          hypernetConfig(config, 'policy'),
          Object.keys(policyShapes(config)),
        ),
        ...leafNames.map((name) => state[`output/${name}`]!),
      ],
      {},
    );
  });
}
