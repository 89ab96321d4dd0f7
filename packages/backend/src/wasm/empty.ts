import * as tf from '@tensorflow/tfjs-core';
import type { WasmHost } from './host.js';

type Filled = 'float32' | 'int32' | 'bool';

/** What an operation makes of no values, by the type of its result. */
export type Neutral = Readonly<Partial<Record<Filled, number>>>;

/** The largest int32. */
const largest = 2 ** 31 - 1;

const neutrals: Readonly<Record<string, Neutral>> = {
  [tf.Max]: { float32: Number.NEGATIVE_INFINITY, int32: -largest - 1, bool: 0 },
  [tf.Min]: { float32: Number.POSITIVE_INFINITY, int32: largest, bool: 1 },
  [tf.Prod]: { int32: 1, float32: 1 },
  [tf.Any]: { bool: 0 },
  [tf.All]: { bool: 1 },
};

/**
 * `Max`, `Min`, `Prod`, `Any` and `All` over an axis without entries, as libtensorflow has them. The stock kernels return their memory
 * as they find it then, so that the values of an earlier tensor come out.
 */
export function emptyReductionKernels(host: WasmHost): tf.KernelConfig[] {
  return Object.entries(neutrals).map(([kernelName, neutral]) => {
    const stock = host.stock(kernelName)!;
    return {
      kernelName,
      backendName: 'wasm',
      kernelFunc: (call) => ofNothing(call, host, neutral) ?? stock(call),
    };
  });
}

/**
 * The result of a reduction of a tensor without entries.
 *
 * @returns undefined where there are entries, or the result has none either
 */
export function ofNothing(
  { inputs, attrs }: Parameters<tf.KernelFunc>[0],
  host: WasmHost,
  neutral: Neutral,
): tf.TensorInfo | undefined {
  const x = inputs.x!;
  if (tf.util.sizeFromShape(x.shape) > 0) return undefined;
  const { axis, reductionIndices, keepDims } = attrs as unknown as tf.SumAttrs & tf.MaxAttrs;
  // `Max` has another name for them.
  const axes = tf.util.parseAxisParam(reductionIndices ?? axis, x.shape);
  const shape = x.shape.flatMap((size, i) => (axes.includes(i) ? (keepDims ? [1] : []) : [size]));
  const count = tf.util.sizeFromShape(shape);
  if (count === 0) return undefined;
  // Of other types the operation makes one of its own: the first that it has.
  const [dtype] = x.dtype in neutral ? [x.dtype] : Object.keys(neutral);
  return filled(host, shape, dtype as Filled, neutral[dtype as Filled]!);
}

/** A tensor of one value. */
function filled(host: WasmHost, shape: number[], dtype: Filled, value: number): tf.TensorInfo {
  const out = host.output(shape, dtype);
  const Values = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
  new Values(host.memory().buffer, host.address(out), tf.util.sizeFromShape(shape)).fill(value);
  return out;
}

/**
 * `_FusedMatMul` of matrices that share an axis without entries: one term of zeros gives what none gives, also with a bias and an
 * activation. The stock kernel does not start XNNPACK then and returns its memory as it finds it.
 */
export function fusedMatMulKernel(host: WasmHost): tf.KernelConfig {
  const stock = host.stock(tf._FusedMatMul)!;
  return {
    kernelName: tf._FusedMatMul,
    backendName: 'wasm',
    kernelFunc: (call) => {
      const { a, b } = call.inputs as unknown as Record<'a' | 'b', tf.TensorInfo>;
      const { transposeA, transposeB } = call.attrs as unknown as tf._FusedMatMulAttrs;
      const axisA = a.shape.length - (transposeA ? 2 : 1);
      const axisB = b.shape.length - (transposeB ? 1 : 2);
      if (a.shape[axisA] !== 0 || b.shape[axisB] !== 0) return stock(call);
      const term = ({ shape }: tf.TensorInfo, axis: number): tf.TensorInfo =>
        filled(
          host,
          shape.map((size, i) => (i === axis ? 1 : size)),
          'float32',
          0,
        );
      const [one, other] = [term(a, axisA), term(b, axisB)];
      try {
        return stock({ ...call, inputs: { ...call.inputs, a: one, b: other } });
      } finally {
        host.dispose(one);
        host.dispose(other);
      }
    },
  };
}
