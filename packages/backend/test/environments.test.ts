import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BrowserPage, findChromium, openPage } from '@rnp-tools/browser-testing';
import type { BackendName } from '../src/index.js';
import { type Choice, choose } from './environments/choice.js';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const chromium = findChromium();

const preference: readonly BackendName[] = ['tensorflow-gpu', 'webgpu', 'wasm'];
const gradient = [2, 4, 6];

const refusal = (name: BackendName, reason: RegExp) => ({
  name,
  reason: expect.stringMatching(reason) as unknown as string,
});

/** The backend's own .wasm files, as a site would serve them. */
function wasmFiles(): Record<string, string> {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  const names = readdirSync(folder).filter((name) => name.endsWith('.wasm'));
  return Object.fromEntries(names.map((name) => [`/${name}`, join(folder, name)]));
}

function chooseInThread(names: readonly BackendName[]): Promise<Choice> {
  const worker = new Worker(here('./environments/thread.js'), { workerData: names });
  return new Promise<Choice>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  }).finally(() => worker.terminate());
}

describe.each([
  ['Node', (names: readonly BackendName[]) => choose(names)],
  ['a worker thread of Node', chooseInThread],
] as const)('one list in %s', (_, chooseThere) => {
  test('takes wasm and says why nothing before it', async () => {
    expect(await chooseThere(preference)).toEqual({
      report: {
        name: 'wasm',
        refused: [
          // Installed where there is a GPU, perhaps; then it says so.
          refusal('tensorflow-gpu', /tfjs-node-gpu.*(npm install|GPU|does not load)/),
          refusal('webgpu', /tfjs-backend-webgpu.*there is no WebGPU here/),
        ],
      },
      active: 'wasm',
      gradient,
    });
  });

  test('is a typed error when nothing can be had', async () => {
    const { error } = await chooseThere(['webgpu', 'webgl']);
    expect(error?.code).toBe('RNP_BACKEND_FAILED');
    expect(error?.message).toMatch(
      /webgpu: .*no WebGPU here[\s\S]*webgl: .*no WebGL here; it runs in browsers/,
    );
  });
});

describe('one list in Chromium', () => {
  if (chromium === undefined) {
    test.skip('skipped: there is no Chromium here; install one or set CHROMIUM_PATH', () => {});
    return;
  }
  const onlyInNode = refusal('tensorflow-gpu', /tfjs-node-gpu cannot be used: it runs in Node only/);
  const pages: Partial<Record<'webgl' | 'webgpu', BrowserPage>> = {};

  beforeAll(async () => {
    for (const graphics of ['webgl', 'webgpu'] as const) {
      pages[graphics] = await openPage(here('./environments/page.ts'), chromium, {
        graphics,
        workers: { '/worker.mjs': here('./environments/worker.ts') },
        files: wasmFiles(),
      });
    }
  });

  afterAll(async () => {
    for (const page of Object.values(pages)) await page.close();
  });

  describe.each(['chooseHere', 'chooseInWorker'] as const)('%s', (call) => {
    test('takes webgpu where there is an adapter', async () => {
      expect(await pages.webgpu!.call<Choice>(call, preference)).toEqual({
        report: { name: 'webgpu', refused: [onlyInNode] },
        active: 'webgpu',
        gradient,
      });
    });

    test('takes wasm where there is none', async () => {
      expect(await pages.webgl!.call<Choice>(call, preference)).toEqual({
        report: { name: 'wasm', refused: [onlyInNode, refusal('webgpu', /WebGPU|does not start/)] },
        active: 'wasm',
        gradient,
      });
    });

    test('takes webgl before it where that is wanted', async () => {
      const { report, gradient: slope } = await pages.webgl!.call<Choice>(call, ['webgl', 'wasm']);
      expect([report, slope]).toEqual([{ name: 'webgl', refused: [] }, gradient]);
    });

    test('is a typed error when nothing can be had', async () => {
      const { error } = await pages.webgl!.call<Choice>(call, ['tensorflow', 'tensorflow-gpu']);
      expect(error?.code).toBe('RNP_BACKEND_FAILED');
      expect(error?.message).toMatch(/tensorflow: .*Node only[\s\S]*tensorflow-gpu: .*Node only/);
    });
  });
});
