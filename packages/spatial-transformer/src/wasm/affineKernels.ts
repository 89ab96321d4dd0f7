// Legend: n items.
import type { OpForm } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import { transformerModule } from './transformerModule.js';

/** Parameters [n, 6] → matrices [n, 2, 3]; attribute scaleOffset. dy, params → the gradient of the parameters. */
export const wasmAffineMatrix: OpForm = /* @__PURE__ */ transformerModule.form((wasm, host) => ({
  forward: ({ inputs, attrs }) => {
    const { params } = inputs as { params: tf.TensorInfo };
    const n = params.shape[0]!;
    const matrix = host.output([n, 2, 3], 'float32');
    wasm.affine(host.address(params), host.address(matrix), n, attrs!.scaleOffset as number);
    return matrix;
  },
  gradient: ({ inputs, attrs }) => {
    const { dy, params } = inputs as { dy: tf.TensorInfo; params: tf.TensorInfo };
    const n = params.shape[0]!;
    const out = host.output([n, 6], 'float32');
    const scaleOffset = attrs!.scaleOffset as number;
    wasm.affineGrad(host.address(dy), host.address(params), host.address(out), n, scaleOffset);
    return out;
  },
}));
