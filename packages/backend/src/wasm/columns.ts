import type * as tf from '@tensorflow/tfjs-core';
import type { WindowArguments } from '../window.js';
import type { TrainingExports } from './exports.js';
import type { WasmHost } from './host.js';

/** The names under which the WASM kernels of `im2col` and `col2im` are registered. */
export const Im2Col = 'RnpIm2Col';
export const Col2Im = 'RnpCol2Im';

/** What both kernels take beside their tensor. */
export interface ColumnAttributes extends tf.NamedAttrMap {
  readonly outputShape: number[];
  readonly window: WindowArguments;
}

/** `RnpIm2Col`: x [n,h,w,c] -> outputShape [n,oh,ow,kh*kw*c]. */
export function im2colKernel(wasm: TrainingExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: Im2Col,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { outputShape, window } = attrs as unknown as ColumnAttributes;
      const x = inputs.x!;
      const out = host.output(outputShape, 'float32');
      wasm.im2colRows(host.address(x), host.address(out), 0, outputShape[0]! * outputShape[1]!, ...window);
      return out;
    },
  };
}

/** `RnpCol2Im`: x [n,oh,ow,kh*kw*c] -> outputShape [n,h,w,c]. */
export function col2imKernel(wasm: TrainingExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: Col2Im,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { outputShape, window } = attrs as unknown as ColumnAttributes;
      const x = inputs.x!;
      const out = host.output(outputShape, 'float32');
      wasm.clear(
        host.address(out),
        outputShape.reduce((size, value) => size * value, 1),
      );
      wasm.col2imRows(host.address(x), host.address(out), 0, x.shape[0]! * x.shape[1]!, ...window);
      return out;
    },
  };
}
