import { beforeAll, describe, expect, test } from '@jest/globals';
import { leakedTensors } from '@rnp-tools/testing';
import { amount } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';

const many = amount(1_000_000, 10_000_000);

/** Values whose float32 sum drifts: all positive, none a sum of few powers of two. */
function drifting(length: number, seed = 1): Float32Array {
  const values = new Float32Array(length);
  let state = seed;
  // `Float32Array.from` with a function takes seconds for millions.
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = 0.1 + (0.2 * state) / 2 ** 32;
  }
  return values;
}

/** [m, n] in float64: a [m, k] times b [k, n]. */
function product(a: Float32Array, b: Float32Array, m: number, k: number, n: number): number[] {
  return Array.from({ length: m * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let p = 0; p < k; p++) sum += a[i * k + p]! * b[p * n + j]!;
    return sum;
  });
}

function expectNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  const errors = expected.map((value, i) => Math.abs(actual[i]! - value) / Math.abs(value));
  expect(Math.max(...errors)).toBeLessThan(1e-6);
}

beforeAll(async () => {
  await useBackend('wasm');
});

describe('sums of very many terms on wasm, within 1e-6 of float64', () => {
  test.each(['drifting', 'constant'])('dot and its like, %s', (kind) => {
    const [a, b] = [
      drifting(many),
      kind === 'constant' ? new Float32Array(many).fill(0.1) : drifting(many, 2),
    ];
    if (kind === 'constant') a.fill(0.3);
    const expected = product(a, b, 1, many, 1);
    tf.tidy(() => {
      expectNear(tf.dot(tf.tensor1d(a), tf.tensor1d(b)).dataSync(), expected);
      const [row, column] = [tf.tensor2d(a, [1, many]), tf.tensor2d(b, [many, 1])];
      expectNear(tf.matMul(row, column).dataSync(), expected);
      expectNear(tf.matMul(tf.tensor2d(a, [many, 1]), column, true).dataSync(), expected);
      expectNear(tf.matMul(row, tf.tensor2d(b, [1, many]), false, true).dataSync(), expected);
    });
  });

  test.each([
    [5, 100_003, 9],
    [33, 20_001, 17],
    [4, 4097, 8],
    [3, 50_000, 2],
  ])('products %d × %d × %d in every transposition', (m, k, n) => {
    const [a, b] = [drifting(m * k), drifting(k * n, 2)];
    const expected = product(a, b, m, k, n);
    for (const ta of [false, true]) {
      for (const tb of [false, true]) {
        tf.tidy(() => {
          const [x, y] = [tf.tensor2d(a, [m, k]), tf.tensor2d(b, [k, n])];
          const [left, right] = [ta ? tf.transpose(x) : x, tb ? tf.transpose(y) : y];
          expectNear(tf.matMul(left, right, ta, tb).dataSync(), expected);
        });
      }
    }
  });

  test('more values of C than are summed at a time', () => {
    const [m, k, n] = [600, 4100, 1800];
    const [rows, column] = [drifting(m * k), new Float32Array(k).fill(0.3)];
    const expected = product(rows, column, m, k, 1);
    tf.tidy(() => {
      const sums = tf.matMul(tf.tensor2d(rows, [m, k]), tf.fill([k, n], 0.3) as tf.Tensor2D);
      expectNear(tf.max(sums, 1).dataSync(), expected);
      expectNear(tf.min(sums, 1).dataSync(), expected);
    });
  });

  test.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('cumsum, exclusive %s, reverse %s', (exclusive, reverse) => {
    for (const [outer, terms, inner] of [
      [1, amount(200_000, 10_000_000), 1],
      [2, 5001, 3],
    ] as const) {
      const values = drifting(outer * terms * inner);
      const expected = new Float64Array(values.length);
      for (let o = 0; o < outer; o++) {
        for (let i = 0; i < inner; i++) {
          let sum = 0;
          for (let r = 0; r < terms; r++) {
            const at = (o * terms + (reverse ? terms - 1 - r : r)) * inner + i;
            expected[at] = exclusive ? sum : sum + values[at]!;
            sum += values[at]!;
          }
        }
      }
      const actual = tf.tidy(() =>
        tf.cumsum(tf.tensor3d(values, [outer, terms, inner]), 1, exclusive, reverse).dataSync(),
      );
      // The first of exclusive sums is 0.
      let largest = 0;
      for (let at = 0; at < expected.length; at++) {
        largest = Math.max(largest, Math.abs(actual[at]! - expected[at]!) / (expected[at]! || 1));
      }
      expect(largest).toBeLessThan(1e-6);
    }
  });

  test('softmax sums to 1, also of large values, and NaN stays NaN', () => {
    tf.tidy(() => {
      const x = tf.add(tf.tensor2d(drifting(2 * many), [2, many]), 100);
      const shares = tf.softmax(x);
      expectNear(tf.sum(shares, 1).dataSync(), [1, 1]);
      const plain = tf.exp(tf.sub(x, tf.max(x, 1, true)));
      const expected = tf.div(plain, tf.sum(plain, 1, true));
      expect(tf.max(tf.abs(tf.sub(tf.div(shares, expected), 1))).dataSync()[0]).toBeLessThan(1e-6);
      const broken = tf.softmax(tf.concat([tf.ones([2000]), tf.tensor1d([Number.NaN])]));
      expect(broken.dataSync().every(Number.isNaN)).toBe(true);
    });
  });

  test('softmax gives 0 to what is far below the largest, and nothing to −∞', () => {
    tf.tidy(() => {
      const row = new Float32Array(2051).fill(-200);
      row.set([3, Number.NEGATIVE_INFINITY, 3, -3e38], 700);
      const shares = tf.softmax(tf.tensor1d(row)).dataSync();
      expect([...shares.subarray(699, 705)]).toEqual([0, 0.5, 0, 0.5, 0, 0]);
      expect(shares.filter((share) => share === 0)).toHaveLength(row.length - 2);
    });
  });

  test('avgPool of values near the end of the range, whose sums pass it', () => {
    tf.tidy(() => {
      const x = tf.fill([2, 40, 40, 3], 3e38) as tf.Tensor4D;
      expectNear(tf.avgPool(x, 40, 1, 'valid').dataSync(), Array(6).fill(3e38));
    });
  });

  test('avgPool over large windows, with edges, strides and channels', () => {
    const side = Math.floor(Math.sqrt(many));
    tf.tidy(() => {
      const whole = tf.tensor4d(drifting(side * side), [1, side, side, 1]);
      expectNear(tf.avgPool(whole, side, 1, 'valid').dataSync(), [...tf.mean(whole).dataSync()]);
    });
    const [h, w, c] = [50, 61, 3];
    const values = drifting(2 * h * w * c);
    for (const [size, stride, pad] of [
      [40, 7, 'same'],
      [[35, 33], [3, 5], 'valid'],
    ] as const) {
      const pool = (): Float32Array =>
        tf.tidy(
          () =>
            tf
              .avgPool(tf.tensor4d(values, [2, h, w, c]), size as number, stride as number, pad)
              .dataSync() as Float32Array,
        );
      const wasm = pool();
      const info = tf.backend_util.computePool2DInfo([2, h, w, c], size as number, stride as number, 1, pad);
      const expected: number[] = [];
      for (let b = 0; b < 2; b++) {
        for (let y = 0; y < info.outHeight; y++) {
          for (let x = 0; x < info.outWidth; x++) {
            for (let ch = 0; ch < c; ch++) {
              let [sum, count] = [0, 0];
              for (let i = 0; i < info.filterHeight; i++) {
                for (let j = 0; j < info.filterWidth; j++) {
                  const row = y * info.strideHeight - info.padInfo.top + i;
                  const column = x * info.strideWidth - info.padInfo.left + j;
                  if (row < 0 || row >= h || column < 0 || column >= w) continue;
                  sum += values[((b * h + row) * w + column) * c + ch]!;
                  count++;
                }
              }
              expected.push(sum / count);
            }
          }
        }
      }
      expectNear(wasm, expected);
    }
  });

  test.each([
    [1, 1000, 1000, 1, 1, 1000],
    [2, 66, 65, 16, 3, 64],
    // More windows a row than are written out at a time.
    [1, 513, 540, 1, 1, 512],
  ])(
    'convolutions of %d images of %d × %d × %d with %d filters of %d pixels a side',
    (n, h, w, c, oc, side) => {
      const [x, filter] = [drifting(n * h * w * c), drifting(side * side * c * oc, 2)];
      const expected: number[] = [];
      for (let at = 0; at < n * (h - side + 1) * (w - side + 1); at++) {
        const [column, line] = [at % (w - side + 1), Math.floor(at / (w - side + 1))];
        const [row, item] = [line % (h - side + 1), Math.floor(line / (h - side + 1))];
        for (let o = 0; o < oc; o++) {
          let sum = 0;
          for (let tap = 0; tap < side * side * c; tap++) {
            const [down, right] = [Math.floor(tap / (side * c)), tap % (side * c)];
            sum += x[((item * h + row + down) * w + column) * c + right]! * filter[tap * oc + o]!;
          }
          expected.push(sum);
        }
      }
      tf.tidy(() => {
        const [image, weights] = [tf.tensor4d(x, [n, h, w, c]), tf.tensor4d(filter, [side, side, c, oc])];
        expectNear(tf.conv2d(image, weights, 1, 'valid').dataSync(), expected);
      });
    },
  );

  test.each([
    [1, 1000, 1000, 1, 1],
    [amount(8, 64), 125, 125, 3, 4],
    [amount(60, 1000), 33, 33, 4, 8],
  ])('filter gradients over the pixels of %d images of %d × %d × %d, %d filters', (n, h, w, c, oc) => {
    const [x, dy] = [drifting(n * h * w * c), drifting(n * h * w * oc, 2)];
    const expected = new Float64Array(9 * c * oc);
    for (let at = 0; at < n * h * w; at++) {
      const [row, column] = [Math.floor(at / w) % h, at % w];
      for (let tap = 0; tap < 9; tap++) {
        const [down, right] = [Math.floor(tap / 3) - 1, (tap % 3) - 1];
        if (row + down < 0 || row + down >= h || column + right < 0 || column + right >= w) continue;
        const from = (at + down * w + right) * c;
        for (let i = 0; i < c; i++)
          for (let o = 0; o < oc; o++) expected[(tap * c + i) * oc + o]! += x[from + i]! * dy[at * oc + o]!;
      }
    }
    tf.tidy(() => {
      const image = tf.tensor4d(x, [n, h, w, c]);
      const slope = tf.grad((filter) => tf.conv2d(image, filter as tf.Tensor4D, 1, 'same'));
      expectNear(slope(tf.ones([3, 3, c, oc]), tf.tensor4d(dy, [n, h, w, oc])).dataSync(), [...expected]);
    });
  });

  test('nothing is left', async () => {
    const x = tf.ones([1, 5000]);
    const leaked = await leakedTensors(() => {
      tf.dispose([tf.cumsum(x, 1), tf.softmax(x), tf.matMul(x, x, false, true)]);
    });
    expect(leaked).toBe(0);
    x.dispose();
  });
});
