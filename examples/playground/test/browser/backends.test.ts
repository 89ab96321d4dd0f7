import { afterEach, expect, test } from '@jest/globals';
import { encodePng } from '@rnp/viz';
import type { Graphics } from '@rnp-tools/browser-testing';
import { stroke } from './gestures.js';
import { lookOf, otherLook } from './look.js';
import { chooseBackend, type House, openHouse, type Preparation, savingData, visit } from './playground.js';

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

/** With ten images to begin with, graphics in software would compile every program twice: for ten at once, and for one. */
const oneExample: Preparation = async (context) => {
  await savingData(context);
  const bar = Float32Array.from({ length: 784 }, (_, i) => (i % 28 > 11 && i % 28 < 16 ? 1 : 0));
  const body = Buffer.from(encodePng({ width: 28, height: 28, channels: 1, data: bar }));
  await context.route('**/images/mnist.png', (route) => route.fulfill({ contentType: 'image/png', body }));
};

test.each<[Graphics, string, string]>([
  ['webgl', 'WebGL', 'webgl'],
  ['webgpu', 'WebGPU', 'webgpu'],
])('with %s the choice %s runs there, and parses', async (graphics, label, name) => {
  house = await openHouse(graphics);
  const { page, problems } = await visit(house, {}, oneExample);
  expect(await chooseBackend(page, label)).toBe(name);
  const canvas = page.getByRole('img', { name: /^What the program draws/ });
  const before = await lookOf(canvas);
  await stroke(page, page.getByRole('img', { name: /^Paper/ }), [
    [0.3, 0.2],
    [0.6, 0.8],
  ]);
  await otherLook(canvas, before);
  expect(problems.filter((line) => line.startsWith('uncaught'))).toEqual([]);
});

test('without graphics the page says so and runs on WASM; JavaScript runs everywhere', async () => {
  house = await openHouse('none');
  const { page } = await visit(house);
  expect(await page.getByTestId('backend').textContent()).toBe('wasm');
  expect(await chooseBackend(page, 'WebGPU')).toBe('wasm');
  await page
    .getByText(/^Running wasm instead\. webgpu: /)
    .first()
    .waitFor();
  expect(await chooseBackend(page, 'JavaScript')).toBe('cpu');
  expect(await page.getByText(/^Running/).count()).toBe(0);
});

test('on a page that may share memory it runs as well', async () => {
  house = await openHouse('none', true);
  const { page, problems } = await visit(house);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(await page.getByTestId('backend').textContent()).toBe('wasm');
  expect(problems).toEqual([]);
});
