import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inLong } from '@rnp-tools/testing/long';
import type { Page } from 'playwright-core';
import { stroke } from './gestures.js';
import {
  atRest,
  barriers,
  chooseBackend,
  type House,
  openHouse,
  ready,
  type Visit,
  visit,
} from './playground.js';

// `npm run screenshots` keeps the pictures for the docs.
const kept = process.env.RNP_SCREENSHOTS === 'yes';
const folder = fileURLToPath(new URL('../../../../docs/images/', import.meta.url));

let house: House;
beforeAll(async () => {
  house = await openHouse('none');
  if (kept) await mkdir(folder, { recursive: true });
});
afterAll(() => house.close());

/** Magnifying twice leaves half as many of the page's own pixels each way. */
const twice = { viewport: { width: 640, height: 430 }, deviceScaleFactor: 2 };

const layouts = [
  { name: 'desktop', viewport: { width: 1280, height: 860 }, colorScheme: 'light' },
  { name: 'dark', viewport: { width: 1280, height: 860 }, colorScheme: 'dark' },
  // Nothing is narrower; the picture is of one that more people have.
  {
    name: 'phone',
    viewport: kept ? { width: 390, height: 844 } : { width: 360, height: 720 },
    colorScheme: 'light',
    hasTouch: true,
  },
  { name: 'at 200 %', ...twice, colorScheme: 'light' },
  { name: 'dark at 200 %', ...twice, colorScheme: 'dark' },
] as const;

/** Those of which pictures are kept. */
const pictured: readonly string[] = ['desktop', 'dark', 'phone'];

/** Both colours, a wide window and the narrowest. */
const usual = kept ? pictured : ['dark', 'phone'];
const isUsual = ({ name }: (typeof layouts)[number]): boolean => usual.includes(name);

const panels = ['Draw', 'Several', 'Imagine', 'Walk', 'Combine', 'Train', 'Measure'] as const;

describe.each(layouts.filter(isUsual))('$name', withoutProblems);
inLong(describe).each(layouts.filter((one) => !isUsual(one)))('$name', withoutProblems);

function withoutProblems({ name, ...options }: (typeof layouts)[number]): void {
  let here: Visit;
  beforeAll(async () => {
    here = await visit(house, options);
    await drawFour(here.page);
  });
  afterAll(() => here.context.close());

  test.each(panels)('%s has no barriers, nothing that leaves the page, and no errors', async (panel) => {
    const { page, problems } = here;
    await page.getByRole('tab', { name: panel }).click();
    await page.getByRole('tabpanel', { name: panel }).locator('.card').first().waitFor();
    await atRest(page);
    await withoutBarriers(page);
    if (kept && pictured.includes(name) && (panel === 'Draw' || name === 'desktop'))
      await page.screenshot({
        path: `${folder}playground-${panel.toLowerCase()}-${name}.png`,
        fullPage: name === 'phone',
      });
    expect(problems).toEqual([]);
  });

  test('a notice adds none, and stands above all panels', async () => {
    const { page } = here;
    const notice = page.locator('.notice');
    // There is no WebGPU in this browser, so the page tells that it runs on something else.
    await chooseBackend(page, 'WebGPU');
    for (const panel of panels) {
      await page.getByRole('tab', { name: panel }).click();
      await page.getByRole('tabpanel', { name: panel }).locator('.card').first().waitFor();
      await notice.getByText(/^Running wasm instead/).waitFor();
      // The panel is as it was without one.
      await withoutBarriers(page, panel === 'Draw' ? 'html' : '.notice');
    }
  });
}

/** Nothing that axe finds, and nothing wider than the window. */
async function withoutBarriers(page: Page, within?: string): Promise<void> {
  expect(await barriers(page, within)).toEqual([]);
  const beyond = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(beyond).toBeLessThanOrEqual(0);
}

/** A four of one's own, its second part chosen. */
async function drawFour(page: Page): Promise<void> {
  const paper = page.getByRole('img', { name: /^Paper/ });
  await stroke(page, paper, [
    [0.36, 0.2],
    [0.3, 0.52],
    [0.66, 0.54],
  ]);
  await stroke(page, paper, [
    [0.66, 0.24],
    [0.6, 0.84],
  ]);
  await ready(page);
  await page.getByRole('treeitem', { name: 'part 2', exact: true }).locator('.thumb').first().click();
  await page.mouse.move(0, 0);
}
