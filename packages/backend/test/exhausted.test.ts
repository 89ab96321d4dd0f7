import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';

interface Wasm {
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  numDataIds(): number;
  disposeData(dataId: object): boolean;
  readonly wasm: { readonly HEAPU8: Uint8Array };
}

const backend = (): Wasm => tf.backend() as unknown as Wasm;
const megabyte = 2 ** 18;

/** Data that nobody touches, so that it takes addresses and no memory of the machine. */
let occupied: object[] = [];

/** Takes all of the 4 GiB that WebAssembly has but `left` MB in one piece, and what is smaller than one. */
function occupy(left: number): void {
  const kept = backend().makeOutput([left * megabyte], 'float32').dataId;
  for (let size = 1024; size >= 1; size /= 2) {
    for (;;) {
      try {
        occupied.push(backend().makeOutput([size * megabyte], 'float32').dataId);
      } catch (error) {
        expect((error as RnpError).code).toBe('RNP_BACKEND_MEMORY');
        break;
      }
    }
  }
  backend().disposeData(kept);
}

function release(): void {
  for (const dataId of occupied) backend().disposeData(dataId);
  occupied = [];
}

const thrown = (run: () => unknown): RnpError => {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RnpError)) throw error;
    expect(error).toBeInstanceOf(RnpError);
    return error as RnpError;
  }
  throw new Error('nothing was thrown');
};

describe('memory that is exhausted on wasm', () => {
  beforeEach(() => useBackend('wasm'));
  afterEach(release);

  test.each<[string, (x: tf.Tensor2D) => tf.Tensor]>([
    ['relu', (x) => tf.relu(x)],
    ['softmax', (x) => tf.softmax(x)],
    ['add', (x) => tf.add(x, x)],
    ['concat', (x) => tf.concat([x, x])],
    ['matMul', (x) => tf.matMul(x, x, false, true)],
    [
      'depthwise',
      (x) =>
        tf.depthwiseConv2d(
          tf.reshape(x, [1, 512, 512, 8]) as tf.Tensor4D,
          tf.ones([3, 3, 8, 1]) as tf.Tensor4D,
          1,
          'same',
        ),
    ],
    ['transposed', (x) => tf.transpose(x)],
    ['moments', (x) => tf.moments(x, 0).variance],
    ['a copy from JavaScript', (x) => tf.tensor(new Float32Array(x.size))],
    ['zeros', (x) => tf.zeros(x.shape)],
  ])('is a typed error in %s; what was there stays as it is, and nothing more', (_, run) => {
    const canary = tf.fill([1000], 7);
    const x = tf.ones([2048, 1024]) as tf.Tensor2D;
    const low = backend().wasm.HEAPU8.slice(0, 64);
    occupy(0);
    const before = { ...tf.memory(), ids: backend().numDataIds() };
    expect(thrown(() => tf.tidy(() => run(x))).code).toBe('RNP_BACKEND_MEMORY');
    expect({ ...tf.memory(), ids: backend().numDataIds() }).toEqual(before);
    expect(backend().wasm.HEAPU8.slice(0, 64)).toEqual(low);
    expect(canary.dataSync().every((value) => value === 7)).toBe(true);
    release();
    const result = tf.tidy(() => tf.sum(run(x)).dataSync()[0]!);
    expect(Number.isFinite(result)).toBe(true);
    tf.dispose([canary, x]);
  });

  test('leaves no half of a kernel and no tape, and smaller batches work', () => {
    const variable = tf.variable(tf.fill([256, 256], 0.01));
    const step = (batch: number): number =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() => {
          let y = tf.ones([batch, 256]) as tf.Tensor2D;
          for (let layer = 0; layer < 8; layer++)
            y = tf.tanh(tf.matMul(y, variable as unknown as tf.Tensor2D)) as tf.Tensor2D;
          return tf.mean(tf.square(tf.add(y, tf.mean(y, 0)))) as tf.Scalar;
        });
        return value.dataSync()[0]! + tf.sum(Object.values(grads)[0]!).dataSync()[0]!;
      });
    const expected = step(64);
    occupy(40);
    const before = { ...tf.memory(), ids: backend().numDataIds() };
    for (const batch of [10_000, 20_000, 37_000, 80_000]) {
      expect(thrown(() => step(batch)).code).toBe('RNP_BACKEND_MEMORY');
      expect({ ...tf.memory(), ids: backend().numDataIds() }).toEqual(before);
    }
    expect(step(64)).toBe(expected);
    variable.dispose();
  });

  test('sizes beyond any address are refused', () => {
    const ids = backend().numDataIds();
    expect(thrown(() => backend().makeOutput([2 ** 30], 'float32')).message).toMatch(/4294967296 bytes left/);
    expect(thrown(() => backend().makeOutput([2 ** 31], 'float32')).code).toBe('RNP_BACKEND_MEMORY');
    expect(backend().numDataIds()).toBe(ids);
  });
});

describe.each(['cpu', 'wasm'] as const)(
  'a function that throws while it is differentiated, on %s',
  (name) => {
    beforeEach(() => useBackend(name));

    test('leaves no tensor, and the next gradient is right', () => {
      const x = tf.tensor1d([1, 2, 3]);
      const fails = (values: tf.Tensor): tf.Scalar => {
        tf.sigmoid(tf.exp(tf.mul(values, values)));
        throw new Error('a mistake');
      };
      const before = tf.memory();
      expect(() => tf.grad(fails)(x)).toThrow('a mistake');
      expect(() => tf.grad((values) => tf.sum(tf.mul(values, tf.grad(fails)(values))))(x)).toThrow(
        'a mistake',
      );
      const caught = tf.tidy(() => {
        const slope = tf.grad((values) => {
          expect(() => tf.grad(fails)(values)).toThrow('a mistake');
          return tf.sum(tf.square(values));
        })(x);
        return [...slope.dataSync()];
      });
      expect(caught).toEqual([2, 4, 6]);
      expect(tf.memory().numTensors).toBe(before.numTensors);
      expect(tf.memory().numBytes).toBe(before.numBytes);
      x.dispose();
    });
  },
);
