import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { type BackendName, useBackend } from '../src/index.js';

/** The names of the backends that were told and, when the caller went on, active. */
const taken = async (preference: BackendName | readonly BackendName[]): Promise<readonly string[]> => {
  const { name, refused } = await useBackend(preference);
  return [name, tf.getBackend(), ...refused.map((other) => other.name)];
};

afterEach(async () => {
  await useBackend('cpu');
});

/** How often the WASM backend was started anew while `run` ran. */
async function starts(run: () => Promise<void>): Promise<number> {
  await useBackend('wasm');
  await useBackend('cpu');
  const factory = tf.findBackendFactory('wasm');
  let count = 0;
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => {
    count++;
    return factory();
  });
  try {
    await run();
  } finally {
    await useBackend('cpu');
    tf.removeBackend('wasm');
    tf.registerBackend('wasm', factory);
  }
  return count;
}

describe('calls at once', () => {
  test('with one list share one start', async () => {
    const count = await starts(async () => {
      const outcomes = await Promise.all([taken('wasm'), taken('wasm'), taken(['wasm', 'cpu'])]);
      expect(outcomes).toEqual(Array.from({ length: 3 }, () => ['wasm', 'wasm']));
    });
    expect(count).toBe(1);
  });

  test('with other lists take turns: each goes on with what it asked for', async () => {
    const count = await starts(async () => {
      const outcomes = await Promise.all([taken('wasm'), taken('cpu'), taken(['wasm', 'cpu']), taken('cpu')]);
      expect(outcomes.map(([name, active]) => [name, active])).toEqual([
        ['wasm', 'wasm'],
        ['cpu', 'cpu'],
        ['wasm', 'wasm'],
        ['cpu', 'cpu'],
      ]);
    });
    expect(count).toBe(1);
  });

  test('after one that fails, and beside aborted ones', async () => {
    const controller = new AbortController();
    const count = await starts(async () => {
      const outcomes = await Promise.allSettled([
        useBackend('webgl', { load: { webgl: () => Promise.reject(new Error('no canvas')) } }),
        useBackend('cpu', { signal: controller.signal }),
        taken(['wasm', 'cpu']),
        useBackend('cpu', { signal: AbortSignal.abort('early') }),
        (async () => controller.abort('late'))(),
      ]);
      expect(
        outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : outcome.value)),
      ).toEqual([
        expect.objectContaining({ code: 'RNP_BACKEND_FAILED' }),
        'late',
        ['wasm', 'wasm'],
        'early',
        undefined,
      ]);
    });
    expect(count).toBe(1);
  });

  test('one that waits for an import without end can be aborted while it waits, and holds up nobody after it', async () => {
    const first = new AbortController();
    const second = new AbortController();
    const load = { webgl: () => new Promise(() => {}) };
    const hangs = useBackend('webgl', { load, signal: first.signal });
    const waits = useBackend('cpu', { signal: second.signal });
    const after = taken('wasm');
    second.abort('second');
    await expect(waits).rejects.toBe('second');
    first.abort('first');
    await expect(hangs).rejects.toBe('first');
    expect(await after).toEqual(['wasm', 'wasm']);
  });

  test('beside a program that calls tf.setBackend itself', async () => {
    await starts(async () => {
      const [own, told] = await Promise.all([tf.setBackend('wasm'), taken('wasm'), tf.setBackend('cpu')]);
      expect(told).toEqual(['wasm', 'wasm']);
      expect(typeof own).toBe('boolean');
    });
  });
});

test('in a fresh process, and nothing is active after a failure', () => {
  const program = `
    import { useBackend } from '@rnp/backend';
    import * as tf from '@tensorflow/tfjs-core';
    const load = { webgl: async () => tf.registerBackend('webgl', () => Promise.reject(new Error('context lost'))) };
    await useBackend('webgl', { load }).catch(({ code }) => console.log(code, tf.getBackend() ?? 'none'));
    const reports = await Promise.all([useBackend(['wasm', 'cpu']), useBackend(['wasm', 'cpu'])]);
    console.log(JSON.stringify(reports), tf.getBackend());`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    encoding: 'utf8',
  });
  const report = { name: 'wasm', refused: [] };
  expect(stdout.trim().split('\n')).toEqual([
    'RNP_BACKEND_FAILED none',
    `${JSON.stringify([report, report])} wasm`,
  ]);
});
