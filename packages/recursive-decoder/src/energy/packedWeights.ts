// f features, s entries of generated tensors
import { defineOp, type Op } from '@rnp/backend';
import { backendModule } from '@rnp/backend/kernels';
import { matricesOfFeatures, trunkParameters } from '@rnp/hypernet/kernels';
import { type Parameters, select, sizeOf } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { hypernetConfig } from '../parameterShapes.js';
import { policyShapes, stateCoreShapes } from '../program/moduleShapes.js';
import { decoderModule } from '../wasm/decoderModule.js';
import { leafNames } from './energySizes.js';
import { packedMatrices, packedSize } from './weightPlaces.js';

// A type, not an interface: attributes need an index signature.
type PackAttributes = {
  /** How many of the inputs are matrices; the others are laid behind them as they are. */
  readonly matrices: number;
};

const op: Op<readonly tf.Tensor[], PackAttributes, tf.Tensor1D> = /* @__PURE__ */ defineOp({
  name: 'packWeights',
  plain: () => {
    throw new Error('only kernels read packed weights');
  },
  wasm: decoderModule.form((_, host) => ({
    forward: ({ inputs, attrs }) => {
      const { matrices: count } = attrs as unknown as PackAttributes;
      const tensors = inputs as unknown as tf.TensorInfo[];
      const [matrices, others] = [tensors.slice(0, count), tensors.slice(count)];
      const wasm = backendModule.exports()!;
      const features = matrices[0]!.shape[0]!;
      const widths = matrices.map(({ shape }) => shape[1]!);
      const packed = widths.reduce((sum, columns) => sum + packedSize(wasm, columns, features), 0);
      const out = host.output([others.reduce((sum, { shape }) => sum + sizeOf(shape), packed)], 'float32');
      for (const [i, to] of packedMatrices(wasm, host.address(out), widths, features).entries()) {
        const from = host.address(matrices[i]!);
        wasm.packMatrix(from, to.forward, to.columns, features, to.columns, 0);
        wasm.packMatrix(from, to.backward, features, to.columns, to.columns, 1);
      }
      const bytes = new Uint8Array(host.memory().buffer);
      let end = host.address(out) + 4 * packed;
      for (const info of others) {
        const from = host.address(info);
        const size = 4 * sizeOf(info.shape);
        bytes.copyWithin(end, from, from + size);
        end += size;
      }
      return out;
    },
  })),
});

/**
 * The last layers of both hypernetworks as the kernels of a tree's energy read them: of the state module, the policy module, and
 * each of the patch decoder's tensors; then the parameters of both trunks, so that a step is given one tensor for all.
 *
 * @returns the caller's
 */
export function packedWeights(params: Parameters, config: DecoderConfig): tf.Tensor1D {
  return tf.tidy(() => {
    const [state, policy] = [select(params, 'state'), select(params, 'policy')];
    const [stateConfig, policyConfig] = [hypernetConfig(config, 'state'), hypernetConfig(config, 'policy')];
    return op(
      [
        tf.concat(matricesOfFeatures(state, stateConfig, Object.keys(stateCoreShapes(config))), 1),
        tf.concat(matricesOfFeatures(policy, policyConfig, Object.keys(policyShapes(config))), 1),
        ...matricesOfFeatures(state, stateConfig, leafNames),
        ...trunkParameters(state, stateConfig),
        ...trunkParameters(policy, policyConfig),
      ],
      { matrices: 2 + leafNames.length },
    );
  });
}
