import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { type Point, stroke } from './gestures.js';
import { atRest } from './playground.js';
import { useVisit } from './useVisit.js';

const here = useVisit();

const paper = (): Locator => here.page.getByRole('img', { name: /^Paper/ });
const objects = (): Locator => here.page.getByRole('button', { name: /^object \d+$/ });
const button = (name: string): Locator => here.page.getByRole('button', { name, exact: true });
const said = (words: RegExp): Promise<void> => here.page.getByTestId('found').getByText(words).waitFor();

const one = (x: number): Point[] => [
  [x, 0.25],
  [x, 0.75],
];
const nought = (x: number): Point[] =>
  Array.from({ length: 25 }, (_, i) => [
    x + 0.12 * Math.sin((i * Math.PI) / 12),
    0.5 - 0.24 * Math.cos((i * Math.PI) / 12),
  ]);

test('two digits are drawn, found one after the other, and shown with their trees', async () => {
  await here.page.getByRole('tab', { name: 'Several' }).click();
  await stroke(here.page, paper(), nought(0.25));
  await said(/^1 object found$/);
  await stroke(here.page, paper(), one(0.7));
  await said(/^2 objects found$/);
  expect(await objects().count()).toBe(2);
  expect(await here.page.locator('.found-frames rect').count()).toBe(2);
  await button('object 2').click();
  expect(await here.page.getByRole('treeitem').count()).toBe(1 + 4 + 16);
  await here.page.keyboard.press('Control+Z');
  await said(/^1 object found$/);
  await button('Redo').click();
  await said(/^2 objects found$/);
});

test('a dot is no object, and what is drawn during a search is found as well', async () => {
  await button('Clear').click();
  await stroke(here.page, paper(), [[0.5, 0.5]]);
  await said(/^No objects found$/);
  await button('Clear').click();
  await stroke(here.page, paper(), nought(0.25));
  await said(/^Looking/);
  await stroke(here.page, paper(), one(0.7));
  await said(/^2 objects found$/);
  await button('Clear').click();
  await atRest(here.page);
  expect(await objects().count()).toBe(0);
});

test('a canvas full of scribble ends, and the page says when no more are looked for', async () => {
  // Begun on the paper; what follows leaves it on both sides.
  const zigzag = Array.from({ length: 40 }, (_, i): Point => [0.02 + 0.024 * i, i % 2 === 0 ? 1.1 : -0.1]);
  await stroke(here.page, paper(), [[0.02, 0.1], ...zigzag]);
  await said(/found/);
  const count = await objects().count();
  expect(count).toBeLessThanOrEqual(12);
  if (count === 12) await said(/no more are looked for/);
  await button('Clear').click();
});
