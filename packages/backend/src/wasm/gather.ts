import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { WasmHost } from './host.js';
import type { ModuleExports } from './module.generated.js';

/**
 * `GatherV2`. The stock kernel takes microseconds per value, and with batchDims > 0 it reads beyond the indices.
 * Dtypes other than float32 and int32 stay with it.
 */
export function gatherKernel(wasm: ModuleExports, host: WasmHost): tf.KernelConfig {
  const stock = host.stock(tf.GatherV2)!;
  return {
    kernelName: tf.GatherV2,
    backendName: 'wasm',
    kernelFunc: (call) => {
      const { x, indices } = call.inputs as unknown as Record<'x' | 'indices', tf.TensorInfo>;
      const { axis, batchDims } = call.attrs as unknown as tf.GatherV2Attrs;
      if ((x.dtype !== 'float32' && x.dtype !== 'int32') || indices.dtype !== 'int32') return stock(call);

      const along = tf.util.parseAxisParam(axis, x.shape)[0]!;
      const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
        tf.backend_util.segment_util.collectGatherOpShapeInfo(
          x as unknown as tf.Tensor,
          indices as unknown as tf.Tensor,
          along,
          batchDims,
        );
      const count = tf.util.sizeFromShape(indices.shape);
      const ids = new Int32Array(host.memory().buffer, host.address(indices), count);
      const stray = ids.find((id) => id < 0 || id >= dimSize);
      if (stray !== undefined) {
        throw new RnpError('RNP_BACKEND_FAILED', `gather: the index ${stray} is not in [0, ${dimSize - 1}]`);
      }
      const out = host.output(outputShape, x.dtype);
      if (count * outerSize * sliceSize > 0) {
        const from = [host.address(x), host.address(indices), host.address(out)] as const;
        wasm.gather(...from, batchSize, outerSize, dimSize, count / batchSize, sliceSize);
      }
      return out;
    },
  };
}
