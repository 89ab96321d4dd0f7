import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BrowserPage, findChromium, openPage } from '@rnp-tools/browser-testing';

const chromium = findChromium();

describe('forms of WebGPU', () => {
  if (chromium === undefined) {
    test.skip('skipped: there is no Chromium here; install one or set CHROMIUM_PATH', () => {});
    return;
  }
  let page: BrowserPage;
  beforeAll(async () => {
    page = await openPage(fileURLToPath(new URL('./page.ts', import.meta.url)), chromium, {
      graphics: 'webgpu',
    });
  });
  afterAll(() => page.close());

  test('norms of rows and their gradients are the plain form’s', async () => {
    const found = (await page.call('rowErrors')) as number[][];
    expect(found.map((errors) => errors.length)).toEqual(Array(6).fill(6));
    expect(found.flat().filter((error) => !(error < 2e-5))).toEqual([]);
  });

  test('Adam updates weights of all sizes as by hand', async () => {
    const found = (await page.call('adamErrors')) as number[];
    expect(found).toHaveLength(18);
    expect(found.filter((error) => !(error < 2e-5))).toEqual([]);
  });

  test('the norm of any number of tensors is that by hand', async () => {
    const found = (await page.call('normErrors', [1, 2, 6, 7, 8, 9])) as number[];
    expect(found).toHaveLength(6);
    expect(found.filter((error) => !(error < 1e-5))).toEqual([]);
  });

  test('no tensor is left', async () => {
    expect(await page.call('leaked')).toBe(0);
  });
});
