import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

/** Runs a program in a fresh Node. */
function run(program: string): {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
} {
  const head = `
    import { useBackend } from '@rnp/backend';
    import * as tf from '@tensorflow/tfjs-core';
    const events = ['uncaughtException', 'unhandledRejection'];
    const counts = () => events.map((event) => process.listenerCount(event)).join();`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', head + program], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    encoding: 'utf8',
  });
}

describe('the listeners of Emscripten are gone after', () => {
  test('a start, those of the program stay, also ones that it adds meanwhile and when the backend is removed', () => {
    const { stdout } = run(`
      for (const event of events) process.on(event, () => {});
      const starting = useBackend('wasm');
      process.once('uncaughtException', () => {});
      await starting;
      console.log(counts());
      tf.removeBackend('wasm');
      console.log(counts());
      await useBackend('wasm');
      console.log(counts());`);
    expect(stdout.trim().split('\n')).toEqual(['2,1', '2,1', '2,1']);
  });

  test('a start that fails', () => {
    const { stdout } = run(`
      tf.env().set('PROD', true);
      console.error = console.warn = () => {};
      await useBackend('wasm', { wasmPaths: '/there/is/no/such/folder/' }).catch(({ code }) => console.log(code));
      console.log(counts());`);
    expect(stdout.trim().split('\n')).toEqual(['RNP_BACKEND_FAILED', '0,0']);
  });

  test('a start in a worker', () => {
    const { stdout } = run(`
      import { Worker } from 'node:worker_threads';
      const code = \`import('@rnp/backend').then(async ({ useBackend }) => {
        await useBackend('wasm');
        console.log(process.listenerCount('uncaughtException'), process.listenerCount('unhandledRejection'));
      });\`;
      new Worker(code, { eval: true });`);
    expect(stdout.trim()).toBe('0 0');
  });
});

test("a program's own error is printed as Node prints it, without the loader's source", () => {
  const { stderr, status } = run(`
    await useBackend('wasm');
    setTimeout(() => { throw new Error('my own mistake'); });`);
  expect(status).toBe(1);
  expect(stderr).toMatch(/my own mistake/);
  expect(stderr).not.toMatch(/ExitStatus|throw ex/);
  expect(stderr.length).toBeLessThan(2000);
});
