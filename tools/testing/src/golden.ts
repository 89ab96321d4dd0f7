import * as tf from '@tensorflow/tfjs-core';
import { gradientRule, largestError, type Rule, valueRule } from './rule.js';

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
  compare(actual, expected, valueRule(rtol, atol));
}

/** Gradients are compared against the largest entry of that gradient: |Δ| ≤ 1e-5 + 1e-3·max|expected|. */
export function expectGradientClose(actual: tf.Tensor, expected: GoldenTensor, relative = 1e-3): void {
  compare(actual, expected, gradientRule(expected.data, relative));
}

function compare(actual: tf.Tensor, expected: GoldenTensor, rule: Rule): void {
  if (actual.shape.join() !== expected.shape.join()) {
    throw new Error(`shape [${actual.shape}] where [${expected.shape}] is expected`);
  }
  const values = actual.dataSync();
  const { ratio, index } = largestError(values, expected.data, rule);
  if (ratio <= 1) return;
  const want = expected.data[index]!;
  throw new Error(
    `entry ${index}: ${values[index]} where ${want} is expected (allowed difference ${rule(want, index)})`,
  );
}
