import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { rnp } from './rnp.js';

const cwd = temporaryFolder();

test('bench prints a line for each backend that starts, and which is the fastest', async () => {
  const { code, stdout } = await rnp(['bench', '--backend', 'wasm,webgpu', '--seconds', '0.1'], cwd);
  expect(code).toBe(0);
  expect(stdout).toMatch(/cores, .*Node \d+/);
  expect(stdout).toMatch(/^wasm( +[\d.,]+){3}$/m);
  expect(stdout).toMatch(/^not webgpu: /m);
  expect(stdout).toMatch(/^fastest here: wasm for parsing, wasm for training$/m);
  const json = await rnp(['bench', '--backend', 'wasm', '--seconds', '0.1', '--json'], cwd);
  expect(JSON.parse(json.stdout)).toMatchObject({
    figures: [{ backend: 'wasm', stepMs: expect.any(Number) }],
    refused: [],
  });
});

test('bench refuses what no backend is called, and seconds that are none', async () => {
  const named = await rnp(['bench', '--backend', 'wsam'], cwd);
  expect(named).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('wasm') });
  const long = await rnp(['bench', '--seconds', '1e9'], cwd);
  expect(long).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--seconds') });
});
