import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../../src/index.js';

/** How far products are off, as a share of their largest entry: [k, transposeA, transposeB] and the error of each. */
export async function productErrors(inner: readonly number[]): Promise<[number, boolean, boolean, number][]> {
  await useBackend('webgl');
  const found: [number, boolean, boolean, number][] = [];
  for (const k of inner) {
    for (const transposeA of [false, true]) {
      for (const transposeB of [false, true]) {
        found.push([k, transposeA, transposeB, await errorOf(k, transposeA, transposeB)]);
      }
    }
  }
  return found;
}

const [rows, columns, batch] = [3, 7, 2];

async function errorOf(k: number, transposeA: boolean, transposeB: boolean): Promise<number> {
  const [a, b] = [values(batch * rows * k, 1), values(batch * k * columns, 2)];
  const product = tf.tidy(() => {
    // Sums that the graphics card makes: an uploaded tensor would have zeros beside its numbers.
    const one = tf.add(tf.tensor3d(a, [batch, ...(transposeA ? [k, rows] : [rows, k])] as never), 1);
    const other = tf.add(tf.tensor3d(b, [batch, ...(transposeB ? [columns, k] : [k, columns])] as never), 1);
    return tf.matMul(one, other, transposeA, transposeB);
  });
  const got = await product.data();
  product.dispose();
  const at = (i: number, r: number, c: number): number => {
    let sum = 0;
    for (let j = 0; j < k; j++) {
      const left = transposeA ? (i * k + j) * rows + r : (i * rows + r) * k + j;
      const right = transposeB ? (i * columns + c) * k + j : (i * k + j) * columns + c;
      sum += (a[left]! + 1) * (b[right]! + 1);
    }
    return sum;
  };
  const wanted = Array.from({ length: batch * rows * columns }, (_, i) =>
    at(Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns),
  );
  const largest = Math.max(...wanted.map(Math.abs));
  return Math.max(...wanted.map((want, i) => Math.abs(want - got[i]!))) / largest;
}

function values(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(12.9898 * seed * (i + 1)));
}

/** Tensors that two products of odd k leave. */
export async function leaked(): Promise<number> {
  await useBackend('webgl');
  await errorOf(123, false, true);
  const before = tf.memory();
  await errorOf(123, false, true);
  await errorOf(123, true, false);
  const after = tf.memory();
  return after.numTensors - before.numTensors + after.numDataBuffers - before.numDataBuffers;
}
