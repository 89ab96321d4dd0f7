import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { type Neutral, ofNothing } from './empty.js';
import type { WasmHost } from './host.js';
import type { ModuleExports } from './module.generated.js';

/**
 * `Sum` and `Mean` over any axes and any number of terms, within 1e-6 of float64 relative to the sum of the magnitudes; the stock
 * kernels add one float32 after the other, where ones stop at 2^24. Neighbouring axes are one sum, and no axis is moved.
 * Sums of int32 stay with the stock kernel, which is exact. Of no terms the sum is 0 and the mean NaN.
 */
export function sumKernel(
  kernelName: typeof tf.Sum | typeof tf.Mean,
  wasm: ModuleExports,
  host: WasmHost,
): tf.KernelConfig {
  const stock = host.stock(kernelName)!;
  const neutral: Neutral = kernelName === tf.Mean ? { float32: Number.NaN } : { int32: 0, float32: 0 };

  const sumAxis = (x: tf.TensorInfo, { outer, terms, inner }: Group, shape: number[]): tf.TensorInfo => {
    const out = host.output(shape, 'float32');
    const scale = kernelName === tf.Mean ? 1 / terms : 1;
    const run = (scratch: number): void =>
      wasm.sumAxis(host.address(x), host.address(out), outer, terms, inner, scale, scratch);
    const bytes = wasm.sumAxisScratch(terms, inner);
    try {
      if (bytes === 0) run(0);
      else host.scratch(bytes, run);
      return out;
    } catch (error) {
      host.dispose(out);
      throw error;
    }
  };

  return {
    kernelName,
    backendName: 'wasm',
    kernelFunc: (call) => {
      const { x } = call.inputs as unknown as { x: tf.TensorInfo };
      const { axis, keepDims } = call.attrs as unknown as tf.SumAttrs;
      const axes = tf.util.parseAxisParam(axis, x.shape);
      const none = ofNothing(call, host, neutral);
      if (none !== undefined) return none;
      const whole = tf.util.sizeFromShape(x.shape) === 0 || axes.length === 0;
      if (whole || (x.dtype !== 'float32' && kernelName === tf.Sum)) return stock(call);

      const kept = keepDims ? [1] : [];
      const shape = x.shape.flatMap((size, i) => (axes.includes(i) ? kept : [size]));
      let values = x;
      const replaceBy = (next: tf.TensorInfo): void => {
        if (values !== x) host.dispose(values);
        values = next;
      };
      try {
        if (x.dtype !== 'float32') {
          const attrs = { dtype: 'float32' } as unknown as tf.NamedAttrMap;
          replaceBy(host.stock(tf.Cast)!({ ...call, inputs: { x }, attrs }) as tf.TensorInfo);
        }
        const groups = groupsOf(x.shape, axes);
        for (const [i, group] of groups.entries()) {
          const last = i === groups.length - 1;
          replaceBy(sumAxis(values, group, last ? shape : [group.outer * group.inner]));
        }
        return values;
      } catch (error) {
        if (values !== x) host.dispose(values);
        throw error;
      }
    },
  };
}

/** Neighbouring axes to sum over, with the sizes before and behind them. */
interface Group {
  readonly outer: number;
  readonly terms: number;
  readonly inner: number;
}

/** The axes in groups of neighbours, from the last to the first; axes of size 1 separate none. */
function groupsOf(shape: readonly number[], axes: readonly number[]): readonly Group[] {
  const groups: Group[] = [];
  let outer = tf.util.sizeFromShape([...shape]);
  let terms = 1;
  let inner = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    const size = shape[i]!;
    if (size === 1) continue;
    outer /= size;
    if (axes.includes(i)) {
      terms *= size;
      continue;
    }
    if (terms > 1) groups.push({ outer: outer * size, terms, inner });
    terms = 1;
    inner *= size;
  }
  // One group at least: the result is a tensor of its own.
  if (terms > 1 || groups.length === 0) groups.push({ outer: 1, terms, inner });
  return groups;
}

/**
 * `UnsortedSegmentSum`, the gradient of `gather`: x [...ids.shape, ...rest] -> [numSegments, ...rest]. Rows whose
 * id lies outside [0, numSegments) are dropped. The stock backend has none.
 */
export function segmentSumKernel(wasm: ModuleExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: tf.UnsortedSegmentSum,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, segmentIds } = inputs as unknown as Record<'x' | 'segmentIds', tf.TensorInfo>;
      const { numSegments } = attrs as unknown as tf.UnsortedSegmentSumAttrs;
      if (x.dtype !== 'float32' || segmentIds.dtype !== 'int32') {
        throw new RnpError(
          'RNP_BACKEND_FAILED',
          `UnsortedSegmentSum on wasm takes float32 values and int32 ids, not ${x.dtype} and ${segmentIds.dtype}; ` +
            'cast them first',
        );
      }
      const rest = x.shape.slice(segmentIds.shape.length);
      const rows = tf.util.sizeFromShape(segmentIds.shape);
      const inner = tf.util.sizeFromShape(rest);
      const out = host.output([numSegments, ...rest], 'float32');
      const address = host.address;
      const run = (slots: number, sums: number, long: number): void => {
        const [from, ids, to] = [address(x), address(segmentIds), address(out)];
        wasm.segmentSum(from, ids, to, rows, inner, numSegments, slots, sums, long);
      };
      try {
        host.scratch(4 * numSegments, (slots) => {
          const long = wasm.longSegments(address(segmentIds), rows, numSegments, slots);
          host.scratch(8 * long * inner, (sums) => run(slots, sums, long));
        });
      } catch (error) {
        host.dispose(out);
        throw error;
      }
      return out;
    },
  };
}
