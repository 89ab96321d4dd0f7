// Legend: n items.
import type { WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

/** Parameters [n, 6] to matrices [n, 2, 3]; attribute scaleOffset. */
export const AFFINE = 'RnpAffineMatrix';
const AFFINE_GRAD = 'RnpAffineMatrixGrad';

/** What assembly/affine.ts exports; addresses are byte offsets. */
export interface AffineExports {
  affine(params: number, matrix: number, n: number, scaleOffset: number): void;
  affineGrad(gradient: number, params: number, out: number, n: number, scaleOffset: number): void;
}

export function affineKernels(wasm: AffineExports, host: WasmHost): readonly tf.KernelConfig[] {
  return [
    {
      kernelName: AFFINE,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => {
        const { params } = inputs as { params: tf.TensorInfo };
        const n = params.shape[0]!;
        const matrix = host.output([n, 2, 3], 'float32');
        wasm.affine(host.address(params), host.address(matrix), n, attrs!.scaleOffset as number);
        return matrix;
      },
    },
    {
      kernelName: AFFINE_GRAD,
      backendName: 'wasm',
      kernelFunc: ({ inputs, attrs }) => {
        const { dy, params } = inputs as { dy: tf.TensorInfo; params: tf.TensorInfo };
        const n = params.shape[0]!;
        const out = host.output([n, 6], 'float32');
        const scaleOffset = attrs!.scaleOffset as number;
        wasm.affineGrad(host.address(dy), host.address(params), host.address(out), n, scaleOffset);
        return out;
      },
    },
  ];
}

let registered = false;

export function registerAffineGradient(): void {
  if (registered) return;
  registered = true;
  tf.registerGradient({
    kernelName: AFFINE,
    inputsToSave: ['params'],
    gradFunc: (dy, saved, attrs) => ({
      params: () => {
        const inputs = { dy: dy as tf.Tensor, params: saved[0]! };
        return tf.engine().runKernel(AFFINE_GRAD, inputs, attrs) as tf.Tensor;
      },
    }),
  });
}
