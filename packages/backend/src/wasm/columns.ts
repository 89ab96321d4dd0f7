import type { OpForm } from '../ops/opDefinition.js';
import type { WindowArguments } from '../window.js';
import { trainingKernels } from './trainingKernels.js';

/** What both ops take beside their tensor. */
export interface ColumnAttributes extends Readonly<Record<string, unknown>> {
  readonly outputShape: number[];
  readonly window: WindowArguments;
}

/** x [n,h,w,c] -> outputShape [n,oh,ow,kh*kw*c]. */
export const wasmIm2col: OpForm = /* @__PURE__ */ trainingKernels.form((wasm, host) => ({
  forward: ({ inputs, attrs }) => {
    const { outputShape, window } = attrs as unknown as ColumnAttributes;
    const out = host.output(outputShape, 'float32');
    const rows = outputShape[0]! * outputShape[1]!;
    wasm.im2colRows(host.address(inputs.x!), host.address(out), 0, rows, ...window);
    return out;
  },
}));

/** x [n,oh,ow,kh*kw*c] -> outputShape [n,h,w,c]. */
export const wasmCol2im: OpForm = /* @__PURE__ */ trainingKernels.form((wasm, host) => ({
  forward: ({ inputs, attrs }) => {
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
}));
