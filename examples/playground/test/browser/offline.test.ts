import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type House, openHouse, ready, visit } from './playground.js';

let house: House;
beforeAll(async () => {
  house = await openHouse('none');
});
afterAll(() => house.close());

test('once loaded, the page opens and parses without its server', async () => {
  const { page, context } = await visit(house, { serviceWorkers: 'allow' });
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await house.server.close();
  await expect(fetch(house.server.url)).rejects.toThrow();
  await page.reload();
  await ready(page);
  expect(await page.getByRole('treeitem').count()).toBeGreaterThan(20);
  await context.close();
});
