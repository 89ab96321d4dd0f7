import * as tf from '@tensorflow/tfjs-core';
import type { WasmHost } from './host.js';
import type { ModuleExports } from './module.generated.js';

/** `Cumsum`, `Softmax` and `AvgPool` over very many values, whose sums are kept in float64; shorter ones stay with the stock kernels. */
export function longRowKernels(wasm: ModuleExports, host: WasmHost): tf.KernelConfig[] {
  const long = wasm.longRow();
  const kernel = (
    kernelName: string,
    run: (x: tf.TensorInfo, attrs: tf.NamedAttrMap) => tf.TensorInfo | undefined,
  ): tf.KernelConfig => {
    const stock = host.stock(kernelName)!;
    return {
      kernelName,
      backendName: 'wasm',
      kernelFunc: (call) => {
        const x = (call.inputs.x ?? call.inputs.logits)!;
        const wide = x.dtype === 'float32' && tf.util.sizeFromShape(x.shape) > long;
        return (wide ? run(x, call.attrs!) : undefined) ?? stock(call);
      },
    };
  };
  return [
    kernel(tf.Cumsum, (x, attrs) => {
      const { axis, exclusive, reverse } = attrs as unknown as tf.CumsumAttrs;
      const at = tf.util.parseAxisParam(axis, x.shape)[0]!;
      const terms = x.shape[at]!;
      if (terms <= long) return undefined;
      const outer = tf.util.sizeFromShape(x.shape.slice(0, at));
      const inner = tf.util.sizeFromShape(x.shape.slice(at + 1));
      return into([...x.shape], 8 * inner, (to, scratch) =>
        wasm.cumulate(host.address(x), to, outer, terms, inner, exclusive ? 1 : 0, reverse ? 1 : 0, scratch),
      );
    }),
    kernel(tf.Softmax, (x, attrs) => {
      const { dim } = attrs as unknown as tf.SoftmaxAttrs;
      const terms = x.shape.at(-1)!;
      if (terms <= long || tf.util.parseAxisParam(dim, x.shape)[0] !== x.shape.length - 1) return undefined;
      const rows = tf.util.sizeFromShape(x.shape) / terms;
      return into([...x.shape], 0, (to) => wasm.softmaxRows(host.address(x), to, rows, terms));
    }),
    kernel(tf.AvgPool, (x, attrs) => {
      const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as tf.AvgPoolAttrs;
      const info = tf.backend_util.computePool2DInfo(
        x.shape as [number, number, number, number],
        filterSize,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      if (info.filterHeight * info.filterWidth <= long) return undefined;
      const { inHeight: h, inWidth: w, inChannels: c, outHeight, outWidth, padInfo } = info;
      return into(info.outShape, wasm.averageScratch(c), (to, scratch) =>
        wasm.averageWindows(
          host.address(x),
          to,
          info.batchSize,
          h,
          w,
          c,
          outHeight,
          outWidth,
          info.filterHeight,
          info.filterWidth,
          info.strideHeight,
          info.strideWidth,
          padInfo.top,
          padInfo.left,
          scratch,
        ),
      );
    }),
  ];

  function into(shape: number[], bytes: number, run: (to: number, scratch: number) => void): tf.TensorInfo {
    const out = host.output(shape, 'float32');
    try {
      if (bytes === 0) run(host.address(out), 0);
      else host.scratch(bytes, (scratch) => run(host.address(out), scratch));
      return out;
    } catch (error) {
      host.dispose(out);
      throw error;
    }
  }
}
