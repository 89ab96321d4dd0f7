import { beforeAll, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { stroke } from './gestures.js';
import { lookOf, otherLook } from './look.js';
import { barriers } from './playground.js';
import { useVisit } from './useVisit.js';

const here = useVisit();
beforeAll(() => openTab('Measure'));

const openTab = (name: string): Promise<void> => here.page.getByRole('tab', { name }).click();
const button = (name: string): Locator => here.page.getByRole('button', { name, exact: true });
const said = (words: RegExp): Promise<void> => here.page.getByTestId('measured').getByText(words).waitFor();
const figures = (): Promise<string[]> => here.page.locator('.measured tbody tr').allInnerTexts();
/** What a screen reader has heard last. */
const heard = (words: RegExp): Promise<void> =>
  here.page.locator('[aria-live=polite]').getByText(words).waitFor({ state: 'attached' });

test('by keyboard, a backend is measured, one that is not there is told of, and the one in use stays', async () => {
  const { page } = here;
  await page.getByRole('checkbox', { name: 'WebGL' }).uncheck();
  await page.getByLabel('Each measurement').selectOption({ label: '0.5 s, a first look' });
  await button('Measure').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('progressbar', { name: 'Measurements done' }).waitFor();
  await heard(/^Measuring WASM: 0 of 6/);
  await said(/^Fastest here: WASM for parsing, WASM for training\.$/);
  await heard(/^Fastest here: WASM/);
  expect(await figures()).toEqual([expect.stringMatching(/^WASM(\s+[\d.,]+){3}$/)]);
  await page.getByText(/^not WebGPU: /).waitFor();
  expect(await button('Measure').evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await page.getByTestId('backend').textContent()).toBe('wasm');
  expect(await barriers(page)).toEqual([]);
  // TensorFlow.js warns of a backend that does not start.
  expect(here.problems.splice(0).filter((line) => !/webgpu|'features'/.test(line))).toEqual([]);
});

test('the page parses while it measures, and a stop ends it at once', async () => {
  const { page } = here;
  await page.getByRole('checkbox', { name: 'JavaScript' }).check();
  await page.getByLabel('Each measurement').selectOption({ label: '10 s, on a busy machine' });
  await button('Measure').click();
  await said(/^Measuring WASM/);
  await openTab('Draw');
  const canvas = page.getByRole('img', { name: /^What the program draws/ });
  const before = await lookOf(canvas);
  await stroke(page, page.getByRole('img', { name: /^Paper/ }), [
    [0.3, 0.2],
    [0.6, 0.8],
  ]);
  await otherLook(canvas, before);
  await openTab('Measure');
  await said(/^Measuring WASM/);
  await button('Stop').click();
  await said(/^Stopped before a backend was measured to its end\.$/);
  expect(await page.getByRole('progressbar').count()).toBe(0);
  expect(await button('Measure').isEnabled()).toBe(true);
});

test('with nothing chosen there is nothing to measure', async () => {
  for (const name of ['WASM', 'WebGPU', 'JavaScript'])
    await here.page.getByRole('checkbox', { name }).uncheck();
  expect(await button('Measure').isDisabled()).toBe(true);
});
