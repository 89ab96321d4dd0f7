import type { WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

/** Input x; a scalar Σ x². */
export const SUM_OF_SQUARES = 'RnpSumOfSquares';
/** See `adamKernel`. */
const ADAM = 'RnpAdam';

export interface AdamAttributes {
  readonly rate: number;
  readonly epsilon: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Entries of the scaled gradient are limited to ± this; Infinity for no limit. */
  readonly limit: number;
}

/** What assembly/optimiser/adam.ts exports; addresses are byte offsets into the backend's memory. */
export interface OptimiserExports {
  sumOfSquares(x: number, n: number): number;
  adam(
    n: number,
    value: number,
    gradient: number,
    first: number,
    second: number,
    newValue: number,
    newFirst: number,
    newSecond: number,
    factor: number,
    limit: number,
    rate: number,
    epsilon: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
  ): void;
}

/** The optimiser's kernels for WASM: each one sweep over memory where plain operations take a dozen. */
export function optimiserKernels(wasm: OptimiserExports, host: WasmHost): readonly tf.KernelConfig[] {
  return [sumOfSquaresKernel(wasm, host), updateKernel(wasm, host)];
}

function sumOfSquaresKernel(wasm: OptimiserExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: SUM_OF_SQUARES,
    backendName: 'wasm',
    kernelFunc: ({ inputs }) => {
      const x = inputs.x!;
      const out = host.output([], 'float32');
      const sum = wasm.sumOfSquares(host.address(x), tf.util.sizeFromShape(x.shape));
      new Float32Array(host.memory().buffer, host.address(out), 1)[0] = sum;
      return out;
    },
  };
}

/** Where a weight's values lie, in bytes; a new one may lie where the old one does. */
export interface AdamAddresses {
  readonly value: number;
  readonly gradient: number;
  readonly first: number;
  readonly second: number;
  readonly newValue: number;
  readonly newFirst: number;
  readonly newSecond: number;
  /** One float32. */
  readonly factor: number;
}

/** The update of one weight of n entries. */
export function runAdam(
  wasm: Pick<OptimiserExports, 'adam'>,
  n: number,
  at: AdamAddresses,
  { rate, epsilon, beta1, beta2, limit }: AdamAttributes,
): void {
  wasm.adam(
    n,
    at.value,
    at.gradient,
    at.first,
    at.second,
    at.newValue,
    at.newFirst,
    at.newSecond,
    at.factor,
    limit,
    rate,
    epsilon,
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
  );
}

const roles = ['value', 'gradient', 'first', 'second'] as const;

/**
 * One update of all weights on WASM: new values, and moments that take the place of the given ones in memory, which
 * the caller disposes of and does not read any more.
 */
export function adamKernel<T extends Readonly<Record<(typeof roles)[number], tf.Tensor>>>(
  weights: readonly T[],
  factor: tf.Scalar,
  attributes: AdamAttributes,
): { readonly value: tf.Tensor; readonly first: tf.Tensor; readonly second: tf.Tensor }[] {
  const inputs = weights.flatMap((weight, i) => roles.map((role) => [role + i, weight[role]] as const));
  const outputs = tf
    .engine()
    .runKernel(ADAM, { ...Object.fromEntries(inputs), factor }, { ...attributes, count: weights.length });
  const made = outputs as tf.Tensor[];
  return weights.map((_, i) => ({ value: made[3 * i]!, first: made[3 * i + 1]!, second: made[3 * i + 2]! }));
}

/** How the backend counts the tensors that stand on the same data. */
interface SharedData {
  refCount(dataId: object): number;
  incRef(dataId: object): void;
}

interface WeightInfos {
  readonly value: tf.TensorInfo;
  readonly gradient: tf.TensorInfo;
  readonly first: tf.TensorInfo;
  readonly second: tf.TensorInfo;
}

/**
 * New values of all weights in new tensors, which caches by tensor (XNNPACK's packed weights) need; moments in place
 * where nobody else stands on their data, so that they are not allocated anew at each step.
 */
function updateKernel(wasm: OptimiserExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: ADAM,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const { factor, ...rest } = inputs as Record<string, tf.TensorInfo>;
      const { count, ...attributes } = attrs as unknown as KernelAttributes;
      const weights = Array.from({ length: count }, (_, i) => weightOf(rest, i));
      const like = (info: tf.TensorInfo): tf.TensorInfo => host.output(info.shape, 'float32');
      const moment = (info: tf.TensorInfo): tf.TensorInfo =>
        inPlace(info, backend as SharedData) ?? like(info);
      const outputs = allOrNone(host, weights, ({ value, first, second }) => [
        () => like(value),
        () => moment(first),
        () => moment(second),
      ]);
      weights.forEach(({ value, gradient, first, second }, i) => {
        const [newValue, newFirst, newSecond] = outputs[i]!.map((info) => host.address(info));
        runAdam(
          wasm,
          tf.util.sizeFromShape(value.shape),
          {
            value: host.address(value),
            gradient: host.address(gradient),
            first: host.address(first),
            second: host.address(second),
            newValue: newValue!,
            newFirst: newFirst!,
            newSecond: newSecond!,
            factor: host.address(factor!),
          },
          attributes,
        );
      });
      return outputs.flat();
    },
  };
}

/** Tensors of every weight; when memory runs out on the way, those made before are released. */
function allOrNone(
  host: WasmHost,
  weights: readonly WeightInfos[],
  makersOf: (weight: WeightInfos) => readonly (() => tf.TensorInfo)[],
): tf.TensorInfo[][] {
  const made: tf.TensorInfo[] = [];
  try {
    return weights.map((weight) => makersOf(weight).map((make) => made[made.push(make()) - 1]!));
  } catch (error) {
    for (const info of made) host.dispose(info);
    throw error;
  }
}

interface KernelAttributes extends AdamAttributes {
  /** Number of weights. */
  readonly count: number;
}

function weightOf(inputs: Readonly<Record<string, tf.TensorInfo>>, i: number): WeightInfos {
  const [value, gradient, first, second] = roles.map((role) => inputs[role + i]!);
  return { value: value!, gradient: gradient!, first: first!, second: second! };
}

/** The same data once more, or undefined where another tensor stands on it as well. */
function inPlace(info: tf.TensorInfo, backend: SharedData): tf.TensorInfo | undefined {
  if (backend.refCount(info.dataId) !== 1) return undefined;
  backend.incRef(info.dataId);
  return { dataId: info.dataId, shape: info.shape, dtype: info.dtype };
}
