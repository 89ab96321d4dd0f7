import * as tf from '@tensorflow/tfjs-core';
import { check } from '../checks.js';
import { webglSine, webgpuSine } from '../gpu/sineForms.js';
import { coarse, even, fine, odd } from '../gpu/sinePolynomials.js';
import { defineOp, type Op } from './defineOp.js';

const imprecise: ReadonlySet<string> = new Set(['webgl', 'webgpu']);

/**
 * sin(x), accurate on all backends. Graphics drivers may err by 2e-4, and training on them deviates within a few steps.
 * On WebGL and WebGPU it is therefore made of sums and products, within 1e-6 for |x| up to 1000, by one program of the card; elsewhere it is
 * `tf.sin`. Differentiable.
 *
 * @returns x's shape, the caller's
 * @throws RnpError `RNP_CONFIG` if it is not a float32 tensor
 */
export function sine<T extends tf.Tensor>(x: T): T {
  check.tensor('x', x);
  return imprecise.has(tf.getBackend()) ? (sineOp({ x }, {}) as T) : tf.sin(x);
}

/** cos(x); see `sine`. */
export function cosine<T extends tf.Tensor>(x: T): T {
  check.tensor('x', x);
  return imprecise.has(tf.getBackend()) ? (cosineOp({ x }, {}) as T) : tf.cos(x);
}

type SineOp = Op<{ readonly x: tf.Tensor }, Readonly<Record<never, never>>, tf.Tensor>;

const sineOp: SineOp = /* @__PURE__ */ defineOp({
  name: 'sine',
  plain: ({ x }) => polynomialSine(x),
  webgl: /* @__PURE__ */ webglSine('sine', 'dyCosine'),
  webgpu: /* @__PURE__ */ webgpuSine('sine', 'dyCosine'),
  gradient: {
    inputs: ['x'],
    compute: ({ dy, saved, run }) => ({ x: () => run('gradient', { dy: dy[0], x: saved[0] })[0]! }),
  },
});

const cosineOp: SineOp = /* @__PURE__ */ defineOp({
  name: 'cosine',
  plain: ({ x }) => polynomialCosine(x),
  webgl: /* @__PURE__ */ webglSine('cosine', 'dySine'),
  webgpu: /* @__PURE__ */ webgpuSine('cosine', 'dySine'),
  gradient: {
    inputs: ['x'],
    compute: ({ dy, saved, run }) => ({ x: () => run('gradient', { dy: dy[0], x: saved[0] })[0]! }),
  },
});
/** Of any backend. */
export const polynomialSine: (x: tf.Tensor) => tf.Tensor = tf.customGrad((x, save) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor]);
  const { part, square, sign } = reduced(x as tf.Tensor);
  return {
    value: tf.mul(sign, tf.mul(part, polynomial(square, odd))),
    gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(dy, polynomialCosine(saved!)),
  };
});

/** Of any backend. */
export const polynomialCosine: (x: tf.Tensor) => tf.Tensor = tf.customGrad((x, save) => {
  (save as tf.GradSaveFunc)([x as tf.Tensor]);
  const { square, sign } = reduced(x as tf.Tensor);
  return {
    value: tf.mul(sign, polynomial(square, even)),
    gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.neg(tf.mul(dy, polynomialSine(saved!))),
  };
});

/** x = π (k + part) with a whole k; sine and cosine of x are those of π·part times `sign`, (−1)^k. */
function reduced(x: tf.Tensor): { part: tf.Tensor; square: tf.Tensor; sign: tf.Tensor } {
  const k = tf.round(tf.mul(x, 1 / Math.PI));
  const part = tf.mul(tf.sub(tf.sub(x, tf.mul(k, coarse)), tf.mul(k, fine)), 1 / Math.PI);
  const isOdd = tf.sub(k, tf.mul(tf.floor(tf.mul(k, 0.5)), 2));
  return { part, square: tf.square(part), sign: tf.sub(1, tf.mul(isOdd, 2)) };
}

/** Horner's rule. */
function polynomial(x: tf.Tensor, coefficients: readonly number[]): tf.Tensor {
  return coefficients
    .slice(0, -1)
    .reduceRight<tf.Tensor>(
      (sum, coefficient) => tf.add(tf.mul(sum, x), coefficient),
      tf.scalar(coefficients.at(-1)!),
    );
}
