import type { OpForm, WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { nnModule } from '../wasm/nnModule.js';
import type { ModuleExports } from '../wasm/sharedModule.generated.js';
import type { AdamAttributes } from './adamAttributes.js';

/** Where a weight's values lie, in bytes; a new one may lie where the old one does. */
export interface AdamAddresses {
  readonly value: number;
  readonly gradient: number;
  readonly first: number;
  readonly second: number;
  readonly newValue: number;
  readonly newFirst: number;
  readonly newSecond: number;
}

/** The update of one weight of n entries, whose gradient is multiplied with `factor` first. */
export function runAdam(
  wasm: Pick<ModuleExports, 'adam'>,
  n: number,
  at: AdamAddresses,
  factor: number,
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
    factor,
    limit,
    rate,
    epsilon,
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
  );
}

/** √Σ x² over all inputs; a scalar. */
export const wasmGlobalNorm: OpForm = /* @__PURE__ */ nnModule.form((wasm, host) => ({
  forward: ({ inputs }) => {
    let total = 0;
    for (const x of inputs as unknown as readonly tf.TensorInfo[]) {
      // float32 sums, as addition of tensors gives them.
      total = Math.fround(total + wasm.sumOfSquares(host.address(x), tf.util.sizeFromShape(x.shape)));
    }
    const out = host.output([], 'float32');
    new Float32Array(host.memory().buffer, host.address(out), 1)[0] = Math.sqrt(total);
    return out;
  },
}));

/** How the backend counts the tensors that stand on the same data. */
export interface SharedData {
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
export const wasmAdam: OpForm = /* @__PURE__ */ nnModule.form((wasm, host) => ({
  forward: ({ inputs, attrs, backend }) => {
    const [factor, ...list] = inputs as unknown as [tf.TensorInfo, ...tf.TensorInfo[]];
    const weights = Array.from({ length: list.length / 4 }, (_, i) => weightOf(list, i));
    const like = (info: tf.TensorInfo): tf.TensorInfo => host.output(info.shape, 'float32');
    const moment = (info: tf.TensorInfo): tf.TensorInfo => inPlace(info, backend as SharedData) ?? like(info);
    const outputs = allOrNone(host, weights, ({ value, first, second }) => [
      () => like(value),
      () => moment(first),
      () => moment(second),
    ]);
    const scale = new Float32Array(host.memory().buffer, host.address(factor), 1)[0]!;
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
        },
        scale,
        attrs as unknown as AdamAttributes,
      );
    });
    return outputs.flat();
  },
}));

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

function weightOf(list: readonly tf.TensorInfo[], i: number): WeightInfos {
  const [value, gradient, first, second] = list.slice(4 * i, 4 * i + 4);
  return { value: value!, gradient: gradient!, first: first!, second: second! };
}

/** The same data once more, or undefined where another tensor stands on it as well. */
export function inPlace(info: tf.TensorInfo, backend: SharedData): tf.TensorInfo | undefined {
  if (backend.refCount(info.dataId) !== 1) return undefined;
  backend.incRef(info.dataId);
  return { dataId: info.dataId, shape: info.shape, dtype: info.dtype };
}
