import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type BrowserPage, findChromium, openPage } from '@rnp-tools/browser-testing';

const chromium = findChromium();

describe('splits on WebGPU', () => {
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

  test('give each piece its own numbers, along any axis', async () => {
    const found = (await page.call('pieces')) as { right: boolean; count: number }[];
    expect(found).toHaveLength(3 + 9 + 2 + 2 + 16 + 1);
    expect(found.filter(({ right }) => !right)).toEqual([]);
  });

  test('give rows, columns, and pieces of whole numbers', async () => {
    expect(await page.call('unstacked')).toEqual({
      rows: [
        [3, 1, 2, 3],
        [3, 4, 5, 6],
      ],
      columns: [
        [2, 1, 4],
        [2, 2, 5],
        [2, 3, 6],
      ],
      whole: [
        [1, 1],
        [2, 2, 3],
      ],
    });
  });

  test('leave no tensor', async () => {
    expect(await page.call('leaked')).toBe(0);
  });
});
