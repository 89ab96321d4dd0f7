import { afterEach, expect, test } from '@jest/globals';
import type { Graphics } from '@rnp-tools/browser-testing';
import type { Page } from 'playwright-core';
import { lookOf, otherLook } from './look.js';
import { type House, openHouse, visit } from './playground.js';

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

/** Chooses a backend, and gives the one that runs once the page is at rest. */
async function choose(page: Page, label: string): Promise<string> {
  const runsOn = page.getByLabel('Runs on');
  await runsOn.selectOption({ label });
  await page.waitForFunction(
    () => document.querySelector<HTMLSelectElement>('[name=backend]')!.disabled === false,
    undefined,
    // Graphics in software compile their programs slowly.
    { timeout: 100_000 },
  );
  return (await page.getByTestId('backend').textContent())!;
}

test.each<[Graphics, string, string]>([
  ['webgl', 'WebGL', 'webgl'],
  ['webgpu', 'WebGPU', 'webgpu'],
])('with %s the choice %s runs there, and parses', async (graphics, label, name) => {
  house = await openHouse(graphics);
  const { page, problems } = await visit(house);
  expect(await choose(page, label)).toBe(name);
  const canvas = page.getByRole('img', { name: /^What the program draws/ });
  const before = await lookOf(canvas);
  await page.getByRole('button', { name: 'digit 5' }).click();
  await otherLook(canvas, before, 60_000);
  expect(problems.filter((line) => line.startsWith('uncaught'))).toEqual([]);
});

test('without graphics the page says so and runs on WASM; JavaScript runs everywhere', async () => {
  house = await openHouse('none');
  const { page } = await visit(house);
  expect(await page.getByTestId('backend').textContent()).toBe('wasm');
  expect(await choose(page, 'WebGPU')).toBe('wasm');
  await page
    .getByText(/^Running wasm instead\. webgpu: /)
    .first()
    .waitFor();
  expect(await choose(page, 'JavaScript')).toBe('cpu');
  expect(await page.getByText(/^Running/).count()).toBe(0);
});

test('on a page that may share memory it runs as well', async () => {
  house = await openHouse('none', true);
  const { page, problems } = await visit(house);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await choose(page, 'WASM, threads')).toBe('wasm');
  await page
    .getByText(/Runs on one thread/)
    .first()
    .waitFor();
  expect(problems).toEqual([]);
});
