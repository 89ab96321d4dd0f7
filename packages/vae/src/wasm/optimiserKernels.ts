import { type SideModule, sideModule, type WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { moduleBase64 } from './module.generated.js';

/** Input x; a scalar Σ x². */
export const SUM_OF_SQUARES = 'RnpSumOfSquares';
/** Inputs value, gradient, first, second, factor; attributes of `AdamAttributes`; three outputs like value. */
export const ADAM = 'RnpAdam';

export interface AdamAttributes {
  readonly rate: number;
  readonly epsilon: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Entries of the scaled gradient are limited to ± this; Infinity for no limit. */
  readonly limit: number;
}

interface OptimiserExports {
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

/** The optimiser's kernels for WASM: each one sweep over memory where stock operations take a dozen. */
export const optimiserModule: SideModule = sideModule<OptimiserExports>({
  name: '@rnp/vae',
  base64: moduleBase64,
  kernels: (wasm, host) => [sumOfSquaresKernel(wasm, host), adamKernel(wasm, host)],
});

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

function adamKernel(wasm: OptimiserExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: ADAM,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { value, gradient, first, second, factor } = inputs as Record<string, tf.TensorInfo>;
      const { rate, epsilon, beta1, beta2, limit } = attrs as unknown as AdamAttributes;
      const outputs = [value!, first!, second!].map((like) => host.output(like.shape, 'float32'));
      const [newValue, newFirst, newSecond] = outputs.map((info) => host.address(info));
      wasm.adam(
        tf.util.sizeFromShape(value!.shape),
        host.address(value!),
        host.address(gradient!),
        host.address(first!),
        host.address(second!),
        newValue!,
        newFirst!,
        newSecond!,
        host.address(factor!),
        limit,
        rate,
        epsilon,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
      );
      return outputs;
    },
  };
}
