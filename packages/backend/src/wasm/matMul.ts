import * as tf from '@tensorflow/tfjs-core';
import type { WasmHost } from './host.js';
import type { ModuleExports } from './module.generated.js';

// b batch, m rows of a, n columns of b, k the summed dimension

/**
 * `BatchMatMul` in every transposition and with broadcast batch dimensions. The stock kernel uses XNNPACK for a
 * single untransposed product only, which repacks b for each new tensor, and a scalar loop for all others. Sums of more than
 * 4,096 terms are within 1e-6 of float64, relative to the sum of the magnitudes.
 */
export function matMulKernel(wasm: ModuleExports, host: WasmHost): tf.KernelConfig {
  const stock = host.stock(tf.BatchMatMul);
  return {
    kernelName: tf.BatchMatMul,
    backendName: 'wasm',
    kernelFunc: (call) => {
      const { a, b } = call.inputs as unknown as { a: tf.TensorInfo; b: tf.TensorInfo };
      const { transposeA, transposeB } = call.attrs as unknown as {
        transposeA: boolean;
        transposeB: boolean;
      };
      const rankA = a.shape.length;
      const rankB = b.shape.length;
      const m = a.shape[rankA - (transposeA ? 1 : 2)]!;
      const k = a.shape[rankA - (transposeA ? 2 : 1)]!;
      const n = b.shape[rankB - (transposeB ? 2 : 1)]!;
      const batchA = tf.util.sizeFromShape(a.shape) / (m * k);
      const batchB = tf.util.sizeFromShape(b.shape) / (k * n);
      const strange =
        a.dtype !== 'float32' || b.dtype !== 'float32' || k !== b.shape[rankB - (transposeB ? 1 : 2)];
      // The stock kernel has the error messages, too.
      if (stock !== undefined && strange) return stock(call);

      const outer = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
      const out = host.output([...outer, m, n], 'float32');
      const batch = tf.util.sizeFromShape(outer);
      if (batch * m * n === 0) return out;
      const from = { a: host.address(a), b: host.address(b), c: host.address(out) };
      if (k === 0) {
        new Float32Array(host.memory().buffer, from.c, batch * m * n).fill(0);
        return out;
      }
      const ta = transposeA ? 1 : 0;
      const tb = transposeB ? 1 : 0;
      const run = (scratch: number): void => {
        if ((batchA === batch || batchA === 1) && (batchB === batch || batchB === 1)) {
          const strideA = batchA === 1 ? 0 : m * k;
          const strideB = batchB === 1 ? 0 : k * n;
          wasm.matMul(from.a, from.b, from.c, batch, strideA, strideB, m, n, k, ta, tb, scratch);
          return;
        }
        const itemsA = broadcastItems(a.shape.slice(0, -2), outer);
        const itemsB = broadcastItems(b.shape.slice(0, -2), outer);
        for (let i = 0; i < batch; i++) {
          const itemA = from.a + itemsA[i]! * m * k * 4;
          const itemB = from.b + itemsB[i]! * k * n * 4;
          wasm.matMul(itemA, itemB, from.c + i * m * n * 4, 1, 0, 0, m, n, k, ta, tb, scratch);
        }
      };
      const bytes = wasm.matMulScratch(m, n, k, ta, tb);
      if (bytes === 0) run(0);
      else host.scratch(bytes, run);
      return out;
    },
  };
}

/** For each item of the broadcast batch, in order, the item of an operand that it reads. */
function broadcastItems(shape: readonly number[], outer: readonly number[]): number[] {
  const strides = tf.util.computeStrides([...shape, 1]);
  const offset = outer.length - shape.length;
  let items = [0];
  outer.forEach((size, axis) => {
    const own = axis - offset;
    const step = own < 0 || shape[own] === 1 ? 0 : strides[own]!;
    items = items.flatMap((item) => Array.from({ length: size }, (_, i) => item + i * step));
  });
  return items;
}
