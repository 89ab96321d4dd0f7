import { beforeAll, describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { im2col, sideModule, useBackend, type WasmHost } from '../src/index.js';

/** (module (import "env" "memory" (memory 0)) (func (export "one") (result f32) f32.const 1)) */
const base64 = 'AGFzbQEAAAABBQFgAAF9Ag8BA2VudgZtZW1vcnkCAAADAgEABwcBA29uZQAACgkBBwBDAACAPws=';

let host: WasmHost | undefined;
const module = sideModule<{ one(): number }>({
  name: 'test',
  base64,
  kernels: (wasm, given) => {
    host = given;
    return [
      {
        kernelName: 'RnpTestOne',
        backendName: 'wasm',
        kernelFunc: () => {
          const out = given.output([1], 'float32');
          given.scratch(1 << 20, () => {
            // Scratch memory may have moved the buffer: views come last.
            new Float32Array(given.memory().buffer)[given.address(out) / 4] = wasm.one();
          });
          return out;
        },
      },
    ];
  },
});

const one = (): number => tf.tidy(() => tf.engine().runKernel('RnpTestOne', {}) as tf.Tensor).dataSync()[0]!;

describe('sideModule', () => {
  beforeAll(async () => {
    await useBackend('wasm');
  });

  test('registers its kernels where wasm is active, and says so', async () => {
    expect(module.ensure()).toBe(true);
    expect(one()).toBe(1);
    await useBackend('cpu');
    expect(module.ensure()).toBe(false);
    await useBackend('wasm');
  });

  test('follows the backend to a new instance', async () => {
    const first = host;
    const factory = tf.findBackendFactory('wasm');
    await useBackend('cpu');
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', factory);
    await tf.setBackend('wasm');
    // Not even ensure() is needed: the kernels find the instance that they are called for.
    expect(one()).toBe(1);
    expect(host).not.toBe(first);
    expect(module.ensure()).toBe(true);
  });

  test('gives scratch memory back, also when its user throws', () => {
    const wasm = (tf.backend() as unknown as { wasm: { _malloc(n: number): number; _free(p: number): void } })
      .wasm;
    const { _malloc: malloc, _free: free } = wasm;
    const live = new Set<number>();
    wasm._malloc = (bytes) => {
      const pointer = malloc(bytes);
      live.add(pointer);
      return pointer;
    };
    wasm._free = (pointer) => {
      live.delete(pointer);
      free(pointer);
    };
    try {
      expect(() =>
        host!.scratch(100, (pointer) => {
          expect(pointer % 16).toBe(0);
          throw new Error('halfway');
        }),
      ).toThrow('halfway');
      tf.tidy(() => {
        const x = tf.ones([2, 5, 5, 2]) as tf.Tensor4D;
        const f = tf.ones([3, 3, 2, 9]) as tf.Tensor4D;
        tf.grads((a, b) => tf.sum(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, 'same')) as tf.Scalar)([
          x,
          f,
        ]);
        tf.matMul(tf.ones([2, 9, 9]), tf.ones([2, 9, 9]), true, true);
        im2col(x, {
          kernel: [2, 2],
          strides: [1, 1],
          pad: [
            [0, 0],
            [0, 0],
          ],
        });
      });
      expect(live.size).toBe(0);
    } finally {
      wasm._malloc = malloc;
      wasm._free = free;
    }
  });

  test('memory that cannot be had is a typed error', () => {
    expect(() => host!.scratch(2 ** 32, () => 0)).toThrow(RnpError);
    expect(() => host!.output([2 ** 16, 2 ** 14], 'float32')).toThrow(/bytes left/);
  });

  test('a binary that is none is a typed error', () => {
    const broken = sideModule({ name: 'broken', base64: btoa('no module'), kernels: () => [] });
    expect(() => broken.ensure()).toThrow(RnpError);
    expect(() => broken.ensure()).toThrow(/broken.*SIMD/);
  });
});
