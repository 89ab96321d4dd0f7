// n rows of c values
import type { OpForm } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import { decoderModule } from './decoderModule.js';

/** x [n, …] → [n]; dy, x → dx. */
export const wasmRowSquares: OpForm = /* @__PURE__ */ decoderModule.form((wasm, host) => ({
  forward: ({ inputs }) => {
    const { x } = inputs as { x: tf.TensorInfo };
    const out = host.output([x.shape[0]!], 'float32');
    wasm.rowSquares(host.address(x), host.address(out), ...sizesOf(x));
    return out;
  },
  gradient: ({ inputs }) => {
    const { dy, x } = inputs as { dy: tf.TensorInfo; x: tf.TensorInfo };
    const dx = host.output(x.shape, 'float32');
    wasm.rowSquaresGrad(host.address(dy), host.address(x), host.address(dx), ...sizesOf(x));
    return dx;
  },
}));

function sizesOf({ shape }: tf.TensorInfo): [n: number, c: number] {
  return [shape[0]!, shape.slice(1).reduce((product, side) => product * side, 1)];
}
