import { afterEach, describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { type BackendName, useBackend } from '../src/index.js';

const failure = async (promise: Promise<unknown>): Promise<RnpError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RnpError);
  return error as RnpError;
};

afterEach(async () => {
  await useBackend('cpu');
});

describe('useBackend', () => {
  test.each(['cpu', 'wasm'] as const)('%s becomes active and differentiates', async (name) => {
    expect(await useBackend(name)).toEqual({ name, refused: [] });
    expect(tf.getBackend()).toBe(name);
    const slope = tf.tidy(
      () =>
        tf
          .grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([3]))
          .dataSync()[0],
    );
    expect(slope).toBe(6);
  });

  test('an unknown name lists the known ones', async () => {
    const error = await failure(useBackend('cuda' as BackendName));
    expect(error.code).toBe('RNP_BACKEND_UNKNOWN');
    expect(error.message).toMatch(/'cuda'.*wasm, cpu/);
    expect((await failure(useBackend('toString' as BackendName))).code).toBe('RNP_BACKEND_UNKNOWN');
  });

  test('an empty list is refused, and so is no name at all', async () => {
    const use = useBackend as (...values: unknown[]) => Promise<unknown>;
    for (const values of [[[]], [], [null], [5], [{}], [[undefined]]]) {
      const error = await failure(use(...values));
      expect(error.code).toBe('RNP_BACKEND_UNKNOWN');
      expect(error.message).toMatch(/wasm, cpu/);
    }
  });

  test.each<[unknown, RegExp]>([
    [{ wasmPath: '/wasm/' }, /options\.wasmPath: .*wasmPaths/],
    [null, /options: must be an object/],
    [{ signal: 5 }, /AbortSignal/],
    [{ load: { webgl: 'a' } }, /load\.webgl/],
    [{ wasmPaths: 5 }, /wasmPaths/],
    [{ wasmPaths: { 'tfjs-backend-wasm.wasm': '/a.wasm' } }, /no place for tfjs-backend-wasm-simd\.wasm/],
  ])('the options %j are refused by name', async (options, message) => {
    const error = await failure(useBackend('wasm', options as object));
    expect(error.code).toBe('RNP_CONFIG');
    expect(error.message).toMatch(message);
  });

  test('a missing package names the command that installs it', async () => {
    const missing = Object.assign(new Error("Cannot find package '@tensorflow/tfjs-node' imported from x"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    const error = await failure(
      useBackend('tensorflow', { load: { tensorflow: () => Promise.reject(missing) } }),
    );
    expect(error.code).toBe('RNP_BACKEND_MISSING');
    expect(error.message).toContain('npm install @tensorflow/tfjs-node@4.22.0');
    expect(error.cause).toBe(missing);
  });

  test('libtensorflow finds util.isNullOrUndefined, which newer Nodes lack, and may be missing', async () => {
    const util = process.getBuiltinModule('node:util') as unknown as Record<string, unknown>;
    const original = util.isNullOrUndefined;
    delete util.isNullOrUndefined;
    try {
      const outcome = await useBackend(['tensorflow', 'cpu']);
      expect(util.isNullOrUndefined).toBeInstanceOf(Function);
      if (outcome.name === 'cpu') expect(outcome.refused[0]!.reason).toMatch(/tfjs-node/);
      delete util.isNullOrUndefined;
      await useBackend(['tensorflow', 'cpu'], { load: { tensorflow: () => Promise.resolve({}) } });
      expect(util.isNullOrUndefined).toBeInstanceOf(Function);
    } finally {
      util.isNullOrUndefined = original;
    }
  });

  test('a package that lacks one of its own parts is not called missing', async () => {
    const broken = Object.assign(new Error("Cannot find module '../lib/binding.node'"), {
      code: 'MODULE_NOT_FOUND',
    });
    const error = await failure(
      useBackend('tensorflow', { load: { tensorflow: () => Promise.reject(broken) } }),
    );
    expect(error.code).toBe('RNP_BACKEND_FAILED');
    expect(error.message).toContain('binding.node');
  });

  test('a list falls through and says why', async () => {
    await useBackend('cpu');
    const report = await useBackend(['webgpu', 'wasm', 'cpu'], {
      load: { webgpu: () => Promise.reject(new Error('no adapter')) },
    });
    expect(report.name).toBe('wasm');
    expect(report.refused).toEqual([
      { name: 'webgpu', reason: expect.stringContaining('no adapter') as unknown as string },
    ]);
  });

  test('when all are refused, the former backend stays and each reason is told', async () => {
    await useBackend('wasm');
    const load = {
      webgl: () => Promise.reject(new Error('no canvas')),
      webgpu: () => Promise.resolve({}),
    };
    const error = await failure(useBackend(['webgl', 'webgpu'], { load }));
    expect(error.code).toBe('RNP_BACKEND_FAILED');
    expect(error.message).toMatch(/webgl: .*no canvas[\s\S]*webgpu: .*did not register/);
    expect(tf.getBackend()).toBe('wasm');
  });

  test('a backend that does not start is refused and leaves the former one', async () => {
    await useBackend('wasm');
    const load = {
      webgl: () => {
        tf.registerBackend('webgl', () => Promise.reject(new Error('context lost')));
        return Promise.resolve({});
      },
    };
    try {
      const error = await failure(useBackend('webgl', { load }));
      expect(error.code).toBe('RNP_BACKEND_FAILED');
      expect(tf.getBackend()).toBe('wasm');
      expect(tf.tidy(() => tf.add(1, 2).dataSync()[0])).toBe(3);
    } finally {
      if (tf.findBackendFactory('webgl') !== null) tf.removeBackend('webgl');
    }
  });

  test('an aborted signal rejects with its reason, before and while loading', async () => {
    await useBackend('wasm');
    await expect(useBackend('cpu', { signal: AbortSignal.abort('early') })).rejects.toBe('early');
    const controller = new AbortController();
    const pending = useBackend(['webgl', 'cpu'], {
      signal: controller.signal,
      load: { webgl: () => new Promise(() => {}) },
    });
    controller.abort('late');
    await expect(pending).rejects.toBe('late');
    expect(tf.getBackend()).toBe('wasm');
  });

  test('a removed backend can be used again', async () => {
    await useBackend('wasm');
    await useBackend('cpu');
    tf.removeBackend('wasm');
    expect((await useBackend('wasm')).name).toBe('wasm');
    const product = tf.tidy(
      () => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 4]]), false, true).dataSync()[0],
    );
    expect(product).toBe(11);
  });
});
