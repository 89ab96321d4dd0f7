import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { built, type House, openHouse, ready } from './playground.js';

let house: House;
beforeAll(async () => {
  house = await openHouse('none');
});
afterAll(() => house.close());

/** Bytes, gzipped; what the page may load before it shows its first tree, models apart. */
const budget = 1_500_000;

test('the first load, models apart, is below 1.5 MB', async () => {
  const context = await house.browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(house.server.url);
  await ready(page);
  const paths = new Set(house.server.served);
  const sizes = await Promise.all(
    [...paths].map(async (path) => {
      const file = path.endsWith('/') ? `${path}index.html` : path;
      return [file, gzipSync(await readFile(join(built, file))).length] as const;
    }),
  );
  const isModel = (file: string): boolean => file.endsWith('.safetensors');
  const total = (list: typeof sizes): number => list.reduce((sum, [, size]) => sum + size, 0);
  const shell = total(sizes.filter(([file]) => !isModel(file)));
  const kilobytes = (size: number): string => `${(size / 1000).toFixed(0).padStart(6)} kB`;
  const lines = [...sizes].sort(([, a], [, b]) => b - a).map(([file, size]) => `${kilobytes(size)} ${file}`);
  console.log(`first load, gzipped:\n${lines.join('\n')}\n${kilobytes(shell)} without models`);
  expect(sizes.some(([file]) => isModel(file))).toBe(true);
  expect(shell).toBeLessThan(budget);
  await context.close();
});
