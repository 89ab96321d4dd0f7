import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { inLong } from '@rnp-tools/testing/long';
import type { Locator } from 'playwright-core';
import { stroke } from './gestures.js';
import { padKept } from './kept.js';
import { type Look, lookOf, otherLook, settled } from './look.js';
import { type House, lavish, openHouse, ready, type Visit, visit, visitAt } from './playground.js';

let house: House;
let here: Visit;
/** The picture of a two, with which each test begins. */
let two: Look;
beforeAll(async () => {
  house = await openHouse('none');
  here = await visit(house);
});
afterAll(() => house.close());
beforeEach(async () => {
  await button('digit 3').click();
  await here.page.mouse.move(0, 0);
  two = await settled(canvas());
});
afterEach(() => {
  expect(here.problems).toEqual([]);
});

const canvas = (): Locator => here.page.getByRole('img', { name: /^What the program draws/ });
const paper = (): Locator => here.page.getByRole('img', { name: /^Paper/ });
const button = (name: string): Locator => here.page.getByRole('button', { name, exact: true });

describe('another model', () => {
  const use = async (name: string): Promise<void> => {
    await here.page.getByRole('combobox', { name: 'Model' }).selectOption(name);
    await here.page.waitForFunction(
      () => !document.querySelector<HTMLSelectElement>('[name=model]')!.disabled,
    );
    expect(await here.page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe(name);
  };

  test('is left by Back as it was chosen, and the drawing stays', async () => {
    const inUse = (name: string) =>
      here.page.waitForFunction((wanted) => {
        const model = document.querySelector<HTMLSelectElement>('[name=model]')!;
        return !model.disabled && model.value === wanted && location.hash.includes(`model=${wanted}`);
      }, name);
    await stroke(here.page, paper(), [
      [0.3, 0.2],
      [0.6, 0.8],
    ]);
    await otherLook(canvas(), two);
    const [drawn, mine] = [await settled(canvas()), await settled(paper())];
    await use('omniglot');
    await use('eth-80');
    await here.page.goBack();
    await inUse('omniglot');
    await here.page.goBack();
    await inUse('mnist');
    expect((await settled(paper())).print).toBe(mine.print);
    expect((await settled(canvas())).print).toBe(drawn.print);
    await here.page.goForward();
    await inUse('omniglot');
    await here.page.goBack();
    await inUse('mnist');
  });

  test('takes the same drawing apart, also one of another size, and back', async () => {
    await stroke(here.page, paper(), [
      [0.3, 0.8],
      [0.5, 0.2],
      [0.7, 0.8],
    ]);
    await otherLook(canvas(), two);
    const digits = { paper: await settled(paper()), drawn: await settled(canvas()) };
    let before = digits.drawn;
    for (const name of ['omniglot', 'eth-80']) {
      await use(name);
      before = await otherLook(canvas(), before);
      expect((await lookOf(paper())).print).toBe(digits.paper.print);
    }
    // A stroke more goes to the drawing that is seen.
    await stroke(here.page, paper(), [
      [0.4, 0.55],
      [0.6, 0.55],
    ]);
    await otherLook(canvas(), before);
    await here.page.keyboard.press('Control+Z');
    await use('mnist');
    expect((await settled(canvas())).print).toBe(digits.drawn.print);
    expect((await lookOf(paper())).print).toBe(digits.paper.print);
  });

  test('takes over a drawing that goes on while it loads', async () => {
    const weights = '**/models/fashion-mnist-model*';
    await here.page.route(weights, async (route) => {
      await stroke(here.page, paper(), [
        [0.5, 0.2],
        [0.5, 0.8],
      ]);
      await otherLook(canvas(), two);
      await route.continue();
    });
    await use('fashion-mnist');
    await here.page.unroute(weights);
    const garments = await settled(canvas());
    // The same drawing, shown to it once it is there.
    await here.page.keyboard.press('Control+Z');
    await otherLook(canvas(), garments);
    await here.page.keyboard.press('Control+Shift+Z');
    await settled(canvas());
    expect((await lookOf(canvas())).print).toBe(garments.print);
    await use('mnist');
    expect((await settled(canvas())).print).not.toBe(garments.print);
  });

  test('that cannot be had leaves the one before, which is said for as long as it is so', async () => {
    await here.page.route('**/models/eth-80-model*', (route) => route.abort());
    // A page that has had it needs it no more.
    await here.page.reload();
    await ready(here.page);
    await here.page.getByRole('combobox', { name: 'Model' }).selectOption('eth-80');
    await here.page
      .locator('.notice')
      .getByText(/cannot be read/)
      .waitFor();
    expect(await here.page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('mnist');
    await here.page.unroute('**/models/eth-80-model*');
    await use('omniglot');
    expect(await here.page.locator('.notice').count()).toBe(0);
    await use('mnist');
    here.problems.length = 0;
  });
});

describe('the address', () => {
  test('of which nothing can be read says so in one notice, and the page works', async () => {
    const damaged = `${house.server.url}#tab=drw&model=mnits&drawing=s*`;
    const { page, context } = await visitAt(house.browser, damaged);
    expect(await page.locator('.notice').allInnerTexts()).toEqual([
      expect.stringMatching(/no tab “drw”, no model “mnits” .* and its drawing is damaged/),
    ]);
    expect(await page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('mnist');
    await page.getByRole('tab', { name: 'Draw', selected: true }).waitFor();
    await context.close();
  });

  test('brings panel, model and drawing to another browser, and back to this one', async () => {
    await stroke(here.page, paper(), [
      [0.3, 0.2],
      [0.65, 0.25],
      [0.45, 0.8],
    ]);
    const byDigits = await settled(canvas());
    await here.page.getByRole('combobox', { name: 'Model' }).selectOption('omniglot');
    await here.page.waitForFunction(
      () => location.hash.includes('model=omniglot') && location.hash.includes('drawing='),
    );
    // The address names the model that was chosen; what it draws comes once it is loaded.
    await otherLook(canvas(), byDigits);
    const [drawn, mine] = [await settled(canvas()), await settled(paper())];
    await here.page.getByRole('tab', { name: 'Walk' }).click();
    await here.page.getByRole('tab', { name: 'Combine' }).click();
    await here.page.goBack();
    await here.page.getByRole('tab', { name: 'Walk', selected: true }).waitFor();
    await here.page.goForward();
    await here.page.getByRole('tab', { name: 'Combine', selected: true }).waitFor();
    await here.page.goBack();
    await here.page.goBack();
    await here.page.getByRole('tab', { name: 'Draw', selected: true }).waitFor();
    expect((await settled(canvas())).print).toBe(drawn.print);
    const address = here.page.url();
    await padKept(here.page, 'as they were');
    await here.page.reload();
    await ready(here.page);
    // The browser has kept the strokes as they were.
    expect([(await settled(canvas())).print, (await settled(paper())).print]).toEqual([
      drawn.print,
      mine.print,
    ]);
    const { page, context } = await visitAt(house.browser, address);
    expect(await page.getByRole('combobox', { name: 'Model' }).inputValue()).toBe('omniglot');
    const there = await settled(page.getByRole('img', { name: /^What the program draws/ }));
    expect(Math.abs(there.ink - drawn.ink)).toBeLessThan(0.02 * drawn.ink);
    await context.close();
    await here.page.getByRole('combobox', { name: 'Model' }).selectOption('mnist');
    await here.page.waitForFunction(() => location.hash.includes('model=mnist'));
  });
});

inLong(test)('a drawing over which the model takes its time is kept as it was', async () => {
  // As a large model does, or a slow machine: longer than an address rests before it is written.
  await here.page.evaluate(() => {
    const plain = Object.getPrototypeOf(Worker) as typeof Worker;
    const { postMessage } = plain.prototype;
    plain.prototype.postMessage = function (this: Worker, message: { name?: string }): void {
      const send = (): void => postMessage.call(this, message);
      if (message.name === 'parse') setTimeout(send, 1000);
      else send();
    };
  });
  await button('digit 1').click();
  await here.page.mouse.move(0, 0);
  await otherLook(canvas(), two);
  const [drawn, mine] = [await settled(canvas()), await settled(paper())];
  await here.page.waitForFunction(() => location.hash.includes('drawing='));
  await padKept(here.page, 'as they were');
  await here.page.reload();
  await ready(here.page);
  expect([(await settled(canvas())).print, (await settled(paper())).print]).toEqual([
    drawn.print,
    mine.print,
  ]);
});

describe('parts that were moved', () => {
  const node = (name: string): Locator => here.page.getByRole('treeitem', { name, exact: true });
  const nudge = async (): Promise<Look> => {
    await node('whole image').focus();
    await here.page.keyboard.press('ArrowRight');
    const lit = await otherLook(canvas(), two);
    await here.page.keyboard.press('Alt+ArrowRight');
    await otherLook(canvas(), lit);
    await here.page.keyboard.press('Escape');
    await here.page.mouse.move(0, 0);
    return settled(canvas());
  };

  test('are where they were put after a reload, and can be put back', async () => {
    const moved = await nudge();
    expect(moved.print).not.toBe(two.print);
    await padKept(here.page, 'moved');
    await here.page.reload();
    await ready(here.page);
    await otherLook(canvas(), two);
    expect((await settled(canvas())).print).toBe(moved.print);
    await node('part 1').locator('.thumb').first().click();
    await button('As it was').click();
    await here.page.keyboard.press('Escape');
    await here.page.mouse.move(0, 0);
    await otherLook(canvas(), moved);
    expect((await settled(canvas())).print).toBe(two.print);
    // What was put back stays so.
    await padKept(here.page, 'put back');
    await here.page.reload();
    await ready(here.page);
    expect((await settled(canvas())).print).toBe(two.print);
  });

  inLong(test)('are where they were put after another model was in use', async () => {
    const moved = await nudge();
    const model = here.page.getByRole('combobox', { name: 'Model' });
    await model.selectOption('omniglot');
    const letters = await otherLook(canvas(), moved);
    await settled(canvas());
    await model.selectOption('mnist');
    await otherLook(canvas(), letters);
    await here.page.waitForFunction(() => location.hash.includes('model=mnist'));
    expect((await settled(canvas())).print).toBe(moved.print);
  });

  test('do not come back with another drawing', async () => {
    const moved = await nudge();
    await padKept(here.page, 'moved');
    await button('digit 1').click();
    await here.page.mouse.move(0, 0);
    await otherLook(canvas(), moved);
    const one = await settled(canvas());
    await padKept(here.page, 'as they were');
    await here.page.reload();
    await ready(here.page);
    expect((await settled(canvas())).print).toBe(one.print);
  });
});

describe('a picture that is not of the model’s kind', () => {
  test('is said to be, with the model that draws it better', async () => {
    const { page, context, problems } = await visit(house, {}, lavish);
    const share = async (): Promise<number> =>
      Number.parseInt((await page.getByTestId('share').textContent())!, 10);
    expect(await share()).toBeLessThan(40);
    await stroke(page, page.getByRole('img', { name: /^Paper/ }), [
      [0.25, 0.8],
      [0.25, 0.4],
      [0.5, 0.15],
      [0.75, 0.4],
      [0.75, 0.8],
      [0.25, 0.8],
    ]);
    await page.getByText(/draws it better: \d+ %/).waitFor();
    const before = await share();
    await page.getByRole('button', { name: 'Use that model', exact: true }).click();
    await page.waitForFunction(
      () => document.querySelector<HTMLSelectElement>('[name=model]')!.value !== 'mnist',
    );
    await page.waitForFunction(
      (max) => Number.parseInt(document.querySelector('[data-testid=share]')!.textContent!, 10) < max,
      before,
    );
    expect(problems).toEqual([]);
    await context.close();
  });
});
