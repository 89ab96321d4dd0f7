import { expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import { benchMachine } from '../../src/use/index.js';

test('each backend that starts is measured, others are told of, and no tensor is left', async () => {
  await useBackend('wasm');
  const leaked = await leakedTensors(async () => {
    const work: string[] = [];
    const job = benchMachine({ backends: ['webgl', 'wasm', 'wasm'], seconds: 0.1 });
    for await (const { of, done, total } of job) work.push(`${of} ${done} of ${total}`);
    expect(work).toEqual(['webgl 0 of 6', 'wasm 3 of 6', 'wasm 4 of 6', 'wasm 5 of 6', 'wasm 6 of 6']);
    const { machine, figures, refused } = await job.result();
    expect(figures.map(({ backend }) => backend)).toEqual(['wasm']);
    for (const name of ['gflops', 'parseMs', 'stepMs'] as const) {
      expect(figures[0]![name]).toBeGreaterThan(0);
      expect(figures[0]![name]).toBeLessThan(1e5);
    }
    expect(refused).toEqual([{ backend: 'webgl', reason: expect.stringContaining('webgl') }]);
    expect(machine).toMatchObject({ cores: expect.any(Number), node: process.versions.node });
    expect(machine.processor).not.toBe('');
  });
  expect(leaked).toBe(0);
});

test('where none starts the reason is thrown, and a signal ends the measurement', async () => {
  await expect(benchMachine({ backends: ['webgl'] }).result()).rejects.toMatchObject({
    code: expect.stringMatching(/^RNP_BACKEND_/),
  });
  expect(() => benchMachine({ backends: ['wsam'] })).toThrow(/wsam/);
  const stop = new AbortController();
  const leaked = await leakedTensors(async () => {
    const job = benchMachine({ backends: ['wasm'], seconds: 60, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 500);
    await expect(job.result()).rejects.toThrow('enough');
  });
  expect(leaked).toBe(0);
});

test('a signal that comes in the last call of a backend is heard before the next one starts', async () => {
  await useBackend('wasm');
  const stop = new AbortController();
  const job = benchMachine({ backends: ['wasm', 'webgl'], seconds: 0.1, signal: stop.signal });
  const stopped = (async () => {
    for await (const { done } of job) if (done === 3) stop.abort(new Error('enough'));
  })();
  await expect(stopped).rejects.toThrow('enough');
});
