import { sine } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

const count = 20_000;

const functions = {
  exp: [tf.exp, Math.exp],
  tanh: [tf.tanh, Math.tanh],
  sigmoid: [tf.sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  elu: [tf.elu, (x) => (x > 0 ? x : Math.expm1(x))],
  sin: [tf.sin, Math.sin],
  sine: [sine, Math.sin],
};

/**
 * How far single operations of the active backend are off, so that a miss of the suite can be traced to one: not part of the suite.
 *
 * @returns {Promise<{ operation: string, error: number }[]>} the largest error relative to max(1, |value|)
 */
export async function accuracy() {
  const errors = [];
  for (const range of [1, 10]) {
    const x = Float32Array.from({ length: count }, (_, i) => range * ((2 * i) / (count - 1) - 1));
    for (const [name, [op, exact]] of Object.entries(functions)) {
      const found = await valuesOf(() => op(tf.tensor1d(x)));
      const error = largest(found, (i) => exact(x[i]));
      errors.push({ operation: `${name} for |x| up to ${range}`, error });
    }
  }
  return [...errors, await ofProducts()];
}

/** Sums of 256 products of numbers up to 1. */
async function ofProducts() {
  const [side, inner] = [64, 256];
  const a = Float32Array.from({ length: side * inner }, (_, i) => Math.sin(1.37 * i));
  const b = Float32Array.from({ length: inner * side }, (_, i) => Math.cos(0.71 * i));
  const found = await valuesOf(() => tf.matMul(tf.tensor2d(a, [side, inner]), tf.tensor2d(b, [inner, side])));
  const exact = (i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    let sum = 0;
    for (let k = 0; k < inner; k++) sum += a[row * inner + k] * b[k * side + column];
    return sum;
  };
  return { operation: `matMul of ${inner} terms`, error: largest(found, exact) };
}

async function valuesOf(compute) {
  const tensor = tf.tidy(compute);
  const values = await tensor.data();
  tensor.dispose();
  return values;
}

function largest(found, exact) {
  return found.reduce(
    (max, value, i) => Math.max(max, Math.abs(value - exact(i)) / Math.max(1, Math.abs(exact(i)))),
    0,
  );
}
