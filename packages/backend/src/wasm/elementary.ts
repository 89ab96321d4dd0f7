import * as tf from '@tensorflow/tfjs-core';
import type { WasmHost } from './host.js';
import type { ModuleExports } from './module.generated.js';

/** Writes `count` values; false when it cannot and the stock kernel has to. */
type Run = (from: number, to: number, count: number) => boolean;

/** `Exp`, `Tanh`, `Sin` and `Cos` of float32, four values at a time; the stock kernels call the C library for each. */
export function elementaryKernels(wasm: ModuleExports, host: WasmHost): tf.KernelConfig[] {
  const runs: Readonly<Record<string, Run>> = {
    [tf.Exp]: (from, to, count) => {
      wasm.exp(from, to, count);
      return true;
    },
    [tf.Tanh]: (from, to, count) => {
      wasm.tanh(from, to, count);
      return true;
    },
    [tf.Sin]: (from, to, count) => wasm.sin(from, to, count, 0) !== 0,
    [tf.Cos]: (from, to, count) => wasm.sin(from, to, count, 1) !== 0,
  };
  return Object.entries(runs).map(([kernelName, run]) => {
    const stock = host.stock(kernelName)!;
    return {
      kernelName,
      backendName: 'wasm',
      kernelFunc: (call) => {
        const x = call.inputs.x!;
        if (x.dtype !== 'float32') return stock(call);
        const out = host.output([...x.shape], 'float32');
        if (run(host.address(x), host.address(out), tf.util.sizeFromShape(x.shape))) return out;
        host.dispose(out);
        return stock(call);
      },
    };
  });
}
