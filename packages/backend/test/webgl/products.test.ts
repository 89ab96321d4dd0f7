import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BrowserPage, findChromium, openPage } from '@rnp-tools/browser-testing';

const chromium = findChromium();

describe('products on WebGL', () => {
  if (chromium === undefined) {
    test.skip('skipped: there is no Chromium here; install one or set CHROMIUM_PATH', () => {});
    return;
  }
  let page: BrowserPage;
  beforeAll(async () => {
    page = await openPage(fileURLToPath(new URL('./page.ts', import.meta.url)), chromium, {
      graphics: 'webgl',
    });
  });
  afterAll(() => page.close());

  test('are right whatever their inner dimension, of numbers that the card has made', async () => {
    const found = (await page.call('productErrors', [1, 2, 63, 64, 123])) as [
      number,
      boolean,
      boolean,
      number,
    ][];
    expect(found).toHaveLength(20);
    expect(found.filter(([, , , error]) => !(error < 1e-5))).toEqual([]);
  });

  test('leave no tensor', async () => {
    expect(await page.call('leaked')).toBe(0);
  });
});
