import * as tf from '@tensorflow/tfjs-core';
import { BackendError } from '../errors.js';
import type { TrainingExports } from './exports.js';
import type { WasmHost } from './host.js';

/**
 * `Sum` and `Mean` over neighbouring axes without a transposition, which is what the stock kernels do first
 * unless the axes are the last ones. Other dtypes and scattered axes stay with the stock kernel.
 */
export function sumKernel(
  kernelName: typeof tf.Sum | typeof tf.Mean,
  wasm: TrainingExports,
  host: WasmHost,
): tf.KernelConfig {
  const stock = host.stock(kernelName)!;
  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: (call) => {
      const { x } = call.inputs as unknown as { x: tf.TensorInfo };
      const { axis, keepDims } = call.attrs as unknown as tf.SumAttrs;
      const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
      const size = tf.util.sizeFromShape(x.shape);
      const neighbours = axes.every((value, i) => value === axes[0]! + i);
      if (x.dtype !== 'float32' || size === 0 || axes.length === 0 || !neighbours) return stock(call);

      const end = axes[0]! + axes.length;
      const outer = tf.util.sizeFromShape(x.shape.slice(0, axes[0]!));
      const terms = tf.util.sizeFromShape(x.shape.slice(axes[0]!, end));
      const inner = tf.util.sizeFromShape(x.shape.slice(end));
      const kept = keepDims ? axes.map(() => 1) : [];
      const out = host.output([...x.shape.slice(0, axes[0]!), ...kept, ...x.shape.slice(end)], 'float32');
      const scale = kernelName === tf.Mean ? 1 / terms : 1;
      wasm.sumAxis(host.address(x), host.address(out), outer, terms, inner, scale);
      return out;
    },
  };
}

/**
 * `UnsortedSegmentSum`, the gradient of `gather`: x [...ids.shape, ...rest] -> [numSegments, ...rest]. Rows whose
 * id lies outside [0, numSegments) are dropped. The stock backend has none.
 */
export function segmentSumKernel(wasm: TrainingExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: tf.UnsortedSegmentSum,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, segmentIds } = inputs as unknown as Record<'x' | 'segmentIds', tf.TensorInfo>;
      const { numSegments } = attrs as unknown as tf.UnsortedSegmentSumAttrs;
      if (x.dtype !== 'float32' || segmentIds.dtype !== 'int32') {
        throw new BackendError(
          'RNP_BACKEND_FAILED',
          `UnsortedSegmentSum on wasm takes float32 values and int32 ids, not ${x.dtype} and ${segmentIds.dtype}; ` +
            'cast them first',
        );
      }
      const rest = x.shape.slice(segmentIds.shape.length);
      const rows = tf.util.sizeFromShape(segmentIds.shape);
      const inner = tf.util.sizeFromShape(rest);
      const out = host.output([numSegments, ...rest], 'float32');
      wasm.segmentSum(host.address(x), host.address(segmentIds), host.address(out), rows, inner, numSegments);
      return out;
    },
  };
}
