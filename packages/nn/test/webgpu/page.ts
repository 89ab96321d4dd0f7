import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { adamUpdate, globalNorm, initAdam } from '../../src/index.js';
import { normRows, normRowsGradient } from '../../src/layerNorm/rows.js';

/** The largest error beside 1 or the value. */
async function errorOf(got: tf.Tensor, wanted: tf.Tensor | Float32Array): Promise<number> {
  const [a, b] = [await got.data(), wanted instanceof tf.Tensor ? await wanted.data() : wanted];
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Array.from(a).reduce((most, x, i) => Math.max(most, relative(x, b[i]!)), 0);
}

function relative(x: number, wanted: number): number {
  const error = Math.abs(x - wanted) / Math.max(1, Math.abs(wanted));
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}

const rowCases = [
  { x: [5, 7], affine: [7], elu: 0 },
  { x: [5, 7], affine: [7], elu: 1 },
  { x: [2, 3, 128], affine: [2, 1, 128], elu: 0 },
  { x: [2, 3, 128], affine: [2, 1, 128], elu: 1 },
  // More groups than fit in a row.
  { x: [70_000, 1], affine: [1], elu: 1 },
  { x: [1, 1000], affine: [1000], elu: 0 },
] as const;

/** How far norms of rows, and their gradients, are from the plain form, by outputs. */
export async function rowErrors(): Promise<number[][]> {
  await useBackend('webgpu');
  const found: number[][] = [];
  for (const { x: shape, affine, elu } of rowCases) {
    const x = tf.randomNormal([...shape], 1, 2, 'float32', 1);
    const gamma = tf.randomNormal([...affine], 1, 1, 'float32', 2);
    const beta = tf.randomNormal([...affine], 0, 1, 'float32', 3);
    const dy = tf.randomNormal([...shape], 0, 1, 'float32', 4);
    const how = { epsilon: 1e-5, elu };
    if (!normRows.hasOwnForm()) throw new Error('there is no form of WebGPU');
    const [own, plain] = [normRows({ x, gamma, beta }, how), normRows.plain({ x, gamma, beta }, how)];
    const [y, unit, scale] = plain as [tf.Tensor, tf.Tensor, tf.Tensor];
    const read = { dy, y, unit, scale, gamma };
    const slopes = [normRowsGradient(read, how), normRowsGradient.plain(read, how)] as const;
    const errors: number[] = [];
    for (const [got, wanted] of [[own, plain], slopes] as const) {
      for (const [i, tensor] of got.entries()) errors.push(await errorOf(tensor, wanted[i]!));
    }
    found.push(errors);
  }
  return found;
}

const shapes = {
  a: [3, 5],
  b: [70_000],
  c: [1],
  d: [],
  e: [2, 2, 2],
  f: [64],
  g: [65],
  h: [9],
  i: [300_000],
};

function drawn(seed: number): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape], i) => [
      name,
      Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, k) => Math.sin((seed + i) * (k + 1))),
    ]),
  );
}

function tensors(values: Record<string, Float32Array>): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, tf.tensor(values[name]!, shape)]),
  );
}

/** How far weights are from Adam's after two updates, by hand, with and without a limit. */
export async function adamErrors(): Promise<number[]> {
  await useBackend('webgpu');
  const [learningRate, factor, tiny] = [0.01, 0.5, 1e-8];
  const found: number[] = [];
  for (const clipValue of [null, 0.2]) {
    const [values, first, second] = [drawn(1), drawn(7), drawn(9)];
    const weights = tensors(values);
    const settings = { learningRate, factor: tf.scalar(factor), clipValue };
    const one = adamUpdate(weights, tensors(first), initAdam(weights), settings);
    const two = adamUpdate(one.parameters, tensors(second), one.state, settings);
    const limit = clipValue ?? Number.POSITIVE_INFINITY;
    const clipped = (g: number): number => Math.min(limit, Math.max(-limit, g * factor));
    for (const name of Object.keys(shapes)) {
      const wanted = values[name]!.map((value, i) => {
        const [g, h] = [clipped(first[name]![i]!), clipped(second[name]![i]!)];
        const [m, v] = [0.9 * 0.1 * g + 0.1 * h, 0.999 * 0.001 * g * g + 0.001 * h * h];
        const start = value - (learningRate * g) / (Math.abs(g) + tiny);
        return start - (learningRate * (m / (1 - 0.81))) / (Math.sqrt(v / (1 - 0.998001)) + tiny);
      });
      found.push(await errorOf(two.parameters[name]!, wanted));
    }
  }
  return found;
}

/** How far norms of so many tensors are from those by hand. */
export async function normErrors(counts: readonly number[]): Promise<number[]> {
  await useBackend('webgpu');
  const found: number[] = [];
  for (const count of counts) {
    const values = Object.values(drawn(3)).slice(0, count);
    const sum = values.reduce((all, list) => all + list.reduce((part, x) => part + x * x, 0), 0);
    const norm = globalNorm(values.map((list) => tf.tensor1d(list)));
    found.push(await errorOf(norm, new Float32Array([Math.sqrt(sum)])));
  }
  return found;
}

/** Tensors that all of this leaves. */
export async function leaked(): Promise<number> {
  await useBackend('webgpu');
  const count = (): number => tf.memory().numTensors + tf.memory().numDataBuffers;
  const before = count();
  tf.tidy(() => {
    const weights = tensors(drawn(1));
    globalNorm(Object.values(weights));
    const x = weights.a!;
    const [gamma, beta] = [tf.ones([5]), tf.zeros([5])];
    const [y, unit, scale] = normRows({ x, gamma, beta }, { epsilon: 1e-5, elu: 1 });
    normRowsGradient({ dy: x, y: y!, unit: unit!, scale: scale!, gamma }, { elu: 1 });
    const settings = { learningRate: 1, factor: tf.scalar(1), clipValue: null };
    adamUpdate(weights, tensors(drawn(2)), initAdam(weights), settings);
  });
  return count() - before;
}
