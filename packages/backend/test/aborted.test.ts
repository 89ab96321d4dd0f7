import { beforeEach, describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { prepareBackend, useBackend } from '../src/index.js';

interface Wasm {
  readonly wasm: {
    readonly asm: { malloc(bytes: number): number };
    readonly tfjs: { registerTensor(id: number, size: number, address: number): void };
  };
}

/** Takes the last byte past the guard's back and has the program take another: C++ aborts. */
function abort(): void {
  const { asm, tfjs } = (tf.backend() as unknown as Wasm).wasm;
  for (let bytes = 2 ** 30; bytes >= 8; bytes /= 2) while (asm.malloc(bytes) !== 0);
  for (let id = 1e6; id < 1e6 + 1e4; id++) tfjs.registerTensor(id, 1, 0);
}

const expectStopped = (run: () => unknown, message = /has stopped.*useBackend\('wasm'\)/): void => {
  let error: unknown;
  try {
    run();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(RnpError);
  expect((error as RnpError).code).toBe('RNP_BACKEND_ABORTED');
  expect((error as RnpError).message).toMatch(message);
};

describe('an engine that has aborted', () => {
  beforeEach(() => useBackend('wasm'));

  test('says so at every call, and useBackend starts a new one', async () => {
    const before = tf.memory().numTensors;
    const x = tf.tensor1d([1, 2, 3]);
    expectStopped(abort);
    for (const call of [
      () => x.dataSync(),
      () => tf.add(x, x),
      () => tf.reshape(x, [3, 1]),
      () => tf.clone(x),
      () => tf.sum(x),
      () => tf.tensor1d([1]),
      () => tf.zeros([2]),
      () => tf.grad((values) => tf.sum(tf.square(values)))(x),
      () => tf.tidy(() => tf.matMul(tf.ones([2, 2]), tf.ones([2, 2]))),
    ]) {
      expectStopped(call);
    }
    await expect(x.data()).rejects.toMatchObject({ code: 'RNP_BACKEND_ABORTED' });
    prepareBackend();
    expectStopped(() => x.dataSync());

    const reports = await Promise.all([useBackend('wasm'), useBackend('wasm')]);
    expect(reports).toEqual(Array.from({ length: 2 }, () => ({ name: 'wasm', refused: [] })));
    const slope = tf.tidy(() => [
      ...tf
        .grad((values) => tf.sum(tf.square(values)))(tf.tensor1d([1, 2]))
        .dataSync(),
    ]);
    expect(slope).toEqual([2, 4]);
    expectStopped(() => tf.add(x, 1));
    expectStopped(() => x.dataSync());
    await useBackend('cpu');
    expectStopped(() => tf.add(x, 1));
    x.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('by a trap inside a kernel is dead as well', async () => {
    const kernel = {
      kernelName: 'RnpTestTrap',
      backendName: 'wasm',
      kernelFunc: () => {
        // (module (func (export "f") unreachable))
        const bytes = Uint8Array.of(
          0,
          97,
          115,
          109,
          1,
          0,
          0,
          0,
          1,
          4,
          1,
          96,
          0,
          0,
          3,
          2,
          1,
          0,
          7,
          5,
          1,
          1,
          102,
          0,
          0,
          10,
          5,
          1,
          3,
          0,
          0,
          11,
        );
        const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
        (exports.f as () => void)();
        return [];
      },
    };
    tf.registerKernel(kernel);
    try {
      expectStopped(() => tf.engine().runKernel('RnpTestTrap', {}), /unreachable/);
      expectStopped(() => tf.ones([2]));
    } finally {
      tf.unregisterKernel('RnpTestTrap', 'wasm');
    }
    await useBackend('wasm');
    expect(tf.tidy(() => tf.sum(tf.ones([5])).dataSync()[0])).toBe(5);
  });

  test('a removed one says so, too', async () => {
    const x = tf.tensor1d([1, 2, 3]);
    tf.removeBackend('wasm');
    await useBackend('wasm');
    expectStopped(() => x.dataSync(), /was removed/);
    expectStopped(() => tf.add(x, 1), /was removed/);
    x.dispose();
  });
});
