import { afterEach, expect, test } from '@jest/globals';
import { encodePng } from '@rnp/viz';
import type { Graphics } from '@rnp-tools/browser-testing';
import { inLong } from '@rnp-tools/testing/long';
import { stroke } from './gestures.js';
import { lookOf, otherLook } from './look.js';
import { chooseBackend, type House, openHouse, type Preparation, savingData, visit } from './playground.js';

let house: House | undefined;
afterEach(async () => {
  await house?.close();
  house = undefined;
});

/** With ten images to begin with, graphics in software would compile every program twice: for ten at once, and for one. JavaScript would take long. */
const oneExample: Preparation = async (context) => {
  await savingData(context);
  const bar = Float32Array.from({ length: 784 }, (_, i) => (i % 28 > 11 && i % 28 < 16 ? 1 : 0));
  const body = Buffer.from(encodePng({ width: 28, height: 28, channels: 1, data: bar }));
  await context.route('**/images/mnist.png', (route) => route.fulfill({ contentType: 'image/png', body }));
};

async function parsesOn(graphics: Graphics, label: string): Promise<void> {
  house = await openHouse(graphics);
  const { page, problems } = await visit(house, {}, oneExample);
  expect(await chooseBackend(page, label)).toBe(graphics);
  const canvas = page.getByRole('img', { name: /^What the program draws/ });
  const before = await lookOf(canvas);
  await stroke(page, page.getByRole('img', { name: /^Paper/ }), [
    [0.3, 0.2],
    [0.6, 0.8],
  ]);
  await otherLook(canvas, before);
  expect(problems.filter((line) => line.startsWith('uncaught'))).toEqual([]);
}
test('with webgl the choice WebGL runs there, and parses', () => parsesOn('webgl', 'WebGL'));
inLong(test)('with webgpu the choice WebGPU runs there, and parses', () => parsesOn('webgpu', 'WebGPU'));

test('without graphics the page says so and runs on WASM; JavaScript runs everywhere', async () => {
  house = await openHouse('none');
  const { page } = await visit(house, {}, oneExample);
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
