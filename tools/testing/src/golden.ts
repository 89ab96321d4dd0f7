import * as tf from '@tensorflow/tfjs-core';

/** A reference tensor as golden files hold it: row-major values in float64. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

/** The golden tensor on the active backend. The caller owns it. */
export function tensorOf(golden: GoldenTensor): tf.Tensor {
  return tf.tensor(golden.data as number[], golden.shape as number[], 'float32');
}

/** Throws unless |actual − expected| ≤ atol + rtol·|expected| for every entry and the shapes agree. */
export function expectClose(actual: tf.Tensor, expected: GoldenTensor, rtol = 1e-4, atol = 1e-5): void {
  compare(actual, expected, (value) => atol + rtol * Math.abs(value));
}

/** Gradients are compared against the largest entry of that gradient: |Δ| ≤ 1e-5 + 1e-3·max|expected|. */
export function expectGradientClose(actual: tf.Tensor, expected: GoldenTensor, relative = 1e-3): void {
  const largest = expected.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  compare(actual, expected, () => 1e-5 + relative * largest);
}

function compare(actual: tf.Tensor, expected: GoldenTensor, allowed: (value: number) => number): void {
  if (actual.shape.join() !== expected.shape.join()) {
    throw new Error(`shape [${actual.shape}] where [${expected.shape}] is expected`);
  }
  const values = actual.dataSync();
  for (let i = 0; i < values.length; i++) {
    const got = values[i]!;
    const want = expected.data[i]!;
    // Written so that NaN fails.
    if (!(Math.abs(got - want) <= allowed(want))) {
      throw new Error(`entry ${i}: ${got} where ${want} is expected (allowed difference ${allowed(want)})`);
    }
  }
}
