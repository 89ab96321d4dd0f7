// n rows of c values
import type { WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderExports } from './moduleExports.js';

/** Input x [n, …]. Output [n], the sum of the squares of each item. */
export const ROW_SQUARES = 'RnpRowSquares';
const ROW_SQUARES_GRAD = 'RnpRowSquaresGrad';

export function rowSquaresKernels(wasm: DecoderExports, host: WasmHost): readonly tf.KernelConfig[] {
  return [
    {
      kernelName: ROW_SQUARES,
      backendName: 'wasm',
      kernelFunc: ({ inputs }) => {
        const { x } = inputs as { x: tf.TensorInfo };
        const out = host.output([x.shape[0]!], 'float32');
        wasm.rowSquares(host.address(x), host.address(out), ...sizesOf(x));
        return out;
      },
    },
    {
      kernelName: ROW_SQUARES_GRAD,
      backendName: 'wasm',
      kernelFunc: ({ inputs }) => {
        const { dy, x } = inputs as { dy: tf.TensorInfo; x: tf.TensorInfo };
        const dx = host.output(x.shape, 'float32');
        wasm.rowSquaresGrad(host.address(dy), host.address(x), host.address(dx), ...sizesOf(x));
        return dx;
      },
    },
  ];
}

function sizesOf({ shape }: tf.TensorInfo): [n: number, c: number] {
  return [shape[0]!, shape.slice(1).reduce((product, side) => product * side, 1)];
}

export function registerRowSquaresGradient(): void {
  if (tf.getGradient(ROW_SQUARES) != null) return;
  tf.registerGradient({
    kernelName: ROW_SQUARES,
    inputsToSave: ['x'],
    gradFunc: (dy, [x]) => ({
      x: () => tf.engine().runKernel(ROW_SQUARES_GRAD, { dy: dy as tf.Tensor, x: x! }) as tf.Tensor,
    }),
  });
}
