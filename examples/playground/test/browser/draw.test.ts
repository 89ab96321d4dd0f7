import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { decodePng } from '@rnp/images';
import { parseTreeFromJson } from '@rnp/recursive-decoder';
import { encodePng } from '@rnp/viz';
import { findChromium, openDocument } from '@rnp-tools/browser-testing';
import { inLong } from '@rnp-tools/testing/long';
import type { Locator } from 'playwright-core';
import { dropFile, dropFolder, pasteFile, stroke } from './gestures.js';
import { type Look, lookOf, otherLook, settled } from './look.js';
import { type House, openHouse, ready, type Visit, visit } from './playground.js';

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
const node = (name: string): Locator => here.page.getByRole('treeitem', { name, exact: true });
const thumbnail = (name: string): Locator => node(name).locator('.thumb').first();
const button = (name: string): Locator => here.page.getByRole('button', { name, exact: true });

/** A seven, dark on white paper. */
function seven(): Uint8Array {
  const [width, height] = [96, 96];
  const data = new Float32Array(width * height).fill(1);
  for (let at = 20; at < 76; at++) {
    for (let thick = 0; thick < 8; thick++) {
      data[(20 + thick) * width + at] = 0;
      data[at * width + Math.round(72 - (at - 20) * 0.6) + thick - 4] = 0;
    }
  }
  return encodePng({ width, height, channels: 1, data });
}

describe('an image comes in', () => {
  test('as a drawing, and falls into parts with pieces while the pen is still down', async () => {
    const box = (await paper().boundingBox())!;
    const { mouse } = here.page;
    await mouse.move(box.x + 0.3 * box.width, box.y + 0.2 * box.height);
    await mouse.down();
    await mouse.move(box.x + 0.7 * box.width, box.y + 0.2 * box.height, { steps: 4 });
    await otherLook(canvas(), two);
    const half = await settled(canvas());
    await mouse.move(box.x + 0.45 * box.width, box.y + 0.8 * box.height, { steps: 4 });
    await otherLook(canvas(), half);
    await mouse.up();
    expect(await here.page.getByRole('treeitem').count()).toBe(1 + 4 + 16);
    expect(Number(await here.page.getByTestId('milliseconds').textContent())).toBeGreaterThan(0);
  });

  test('as a drawing whose strokes can be taken back', async () => {
    await stroke(here.page, paper(), [
      [0.5, 0.2],
      [0.5, 0.8],
    ]);
    await otherLook(canvas(), two);
    const one = await settled(canvas());
    await stroke(here.page, paper(), [
      [0.2, 0.5],
      [0.8, 0.5],
    ]);
    await otherLook(canvas(), one);
    const both = await settled(canvas());
    await button('Undo').click();
    await otherLook(canvas(), both);
    expect((await settled(canvas())).print).toBe(one.print);
    await here.page.keyboard.press('Control+Shift+Z');
    await otherLook(canvas(), one);
    expect((await settled(canvas())).print).toBe(both.print);
    await button('Clear').click();
    expect(await button('Clear').isDisabled()).toBe(true);
    await canvas().waitFor({ state: 'detached' });
    expect((await settled(paper())).ink).toBe(0);
    // Strokes, and the image before them, are there again.
    await here.page.keyboard.press('Control+Z');
    expect((await settled(canvas())).print).toBe(both.print);
    for (let i = 0; i < 2; i++) await here.page.keyboard.press('Control+Z');
    await otherLook(canvas(), both);
    expect((await settled(canvas())).print).toBe(two.print);
  });

  test.each(['dropped', 'pasted', 'chosen'] as const)('from a file that is %s', async (how) => {
    const file = { name: 'seven.png', type: 'image/png', bytes: seven() };
    const panel = here.page.locator('body');
    if (how === 'dropped') await dropFile(panel, file);
    else if (how === 'pasted') await pasteFile(panel, file);
    else {
      const buffer = Buffer.from(file.bytes);
      await here.page
        .getByLabel('Open a picture')
        .setInputFiles({ name: file.name, mimeType: file.type, buffer });
    }
    await otherLook(canvas(), two);
    // Dark ink on paper came in as light ink on black: a seven covers far less than half of the image.
    const { ink } = await lookOf(paper());
    expect(ink).toBeGreaterThan(0.01);
    expect(ink).toBeLessThan(0.4);
  });

  test('but not from a file that is no picture, which is said until one is read', async () => {
    const bytes = new TextEncoder().encode('no picture');
    await dropFile(here.page.locator('body'), { name: 'a.txt', type: 'text/plain', bytes });
    await here.page
      .getByText(/is no picture/)
      .first()
      .waitFor();
    expect((await lookOf(canvas())).print).toBe(two.print);
    const blank = encodePng({ width: 40, height: 30, channels: 1, data: new Float32Array(1200).fill(1) });
    await dropFile(here.page.locator('body'), { name: 'blank.png', type: 'image/png', bytes: blank });
    await here.page
      .locator('.notice')
      .getByText(/There is no ink in/)
      .waitFor();
    expect((await lookOf(canvas())).print).toBe(two.print);
    await dropFile(here.page.locator('body'), { name: 'seven.png', type: 'image/png', bytes: seven() });
    await otherLook(canvas(), two);
    expect(await here.page.locator('.notice').count()).toBe(0);
  });
});

describe('parts', () => {
  test('light up when they are pointed at, and nothing else is drawn anew', async () => {
    const drawn = await here.page.evaluateHandle(() => {
      const count = { canvases: 0 };
      const { putImageData } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.putImageData = function (...all: unknown[]): void {
        count.canvases++;
        putImageData.apply(this, all as never);
      };
      return count;
    });
    await thumbnail('part 2').hover();
    const lit = await otherLook(canvas(), two);
    expect(lit.ink).toBeLessThan(two.ink);
    await here.page.mouse.move(0, 0);
    expect((await otherLook(canvas(), lit)).print).toBe(two.print);
    await settled(canvas());
    // The picture, with the part lit and without.
    expect(await drawn.evaluate(({ canvases }) => canvases)).toBe(2);
  });

  test('can be dragged in the picture, and put back', async () => {
    const [x, y] = two.brightest;
    await stroke(here.page, canvas(), [
      [x, y],
      [x + 0.15, y + 0.1],
    ]);
    await here.page.mouse.move(0, 0);
    await otherLook(canvas(), two);
    const dragged = await settled(canvas());
    await button('As it was').click();
    await here.page.mouse.move(0, 0);
    expect((await settled(canvas())).print).toBe(two.print);
    await here.page.keyboard.press('Control+Z');
    expect((await settled(canvas())).print).toBe(dragged.print);
    // One movement is one step back.
    await here.page.keyboard.press('Control+Z');
    expect((await settled(canvas())).print).toBe(two.print);
    await here.page.keyboard.press('Escape');
    expect(await here.page.getByRole('region', { name: /^Place of/ }).count()).toBe(0);
  });

  test('have six sliders, each of which moves pixels', async () => {
    await thumbnail('part 1').click();
    await here.page.mouse.move(0, 0);
    const sliders = here.page.getByRole('region', { name: 'Place of part 1' }).getByRole('slider');
    expect(await sliders.count()).toBe(6);
    for (const slider of await sliders.all()) {
      await slider.focus();
      const before = await settled(canvas());
      await slider.press(Number(await slider.inputValue()) > 0 ? 'PageDown' : 'PageUp');
      await otherLook(canvas(), before);
    }
  });

  test('are drawn one piece after another', async () => {
    const steps = here.page.getByRole('slider', { name: 'Subparts drawn' });
    let shown = two;
    for (const count of [8, 1]) {
      await steps.fill(String(count));
      const next = await otherLook(canvas(), shown);
      expect(next.ink).toBeLessThan(shown.ink);
      shown = next;
    }
    await button('Step by step').click();
    await otherLook(canvas(), shown);
    await button('Step by step').waitFor();
    expect((await settled(canvas())).print).toBe(two.print);
  });

  test('draw it better once the program looks closely, as one looks on', async () => {
    const read = async (id: string): Promise<string> => (await here.page.getByTestId(id).textContent())!;
    const reads = (id: string, text: string): Promise<void> =>
      here.page.getByTestId(id).filter({ hasText: text }).waitFor();
    const before = await read('error');
    await here.page.getByLabel('Look closely').check();
    await reads('look-step', '50');
    const after = await read('error');
    expect(Number(after)).toBeLessThan(0.8 * Number(before));
    const closer = await settled(canvas());
    expect(closer.print).not.toBe(two.print);
    // Whoever moves a part away has made that error, not the model.
    await node('part 1').focus();
    for (let i = 0; i < 6; i++) await here.page.keyboard.press('Alt+ArrowRight');
    await here.page
      .getByTestId('share')
      .filter({ hasText: /^(3[6-9]|[4-9]\d|\d{3,}) %$/ })
      .waitFor();
    expect(await here.page.getByText('has not learned').count()).toBe(0);
    await here.page.keyboard.press('Control+Z');
    await reads('error', after);
    // What was found stays when the look is changed, and comes back.
    await here.page.getByLabel('One look').check();
    await reads('error', before);
    await here.page.getByLabel('Look closely').check();
    await reads('error', after);
    // Whatever is drawn next is looked at in the same way, and ends what was under way.
    await button('digit 5').click();
    await button('digit 3').click();
    await reads('look-step', '50');
    expect((await settled(canvas())).print).toBe(closer.print);
    await here.page.getByLabel('One look').check();
    expect((await settled(canvas())).print).toBe(two.print);
  });

  inLong(test)('go on being looked at where another model cannot be had', async () => {
    await here.page.getByLabel('Look closely').check();
    await here.page
      .getByTestId('look-step')
      .filter({ hasText: /^[1-9]/ })
      .waitFor();
    await dropFolder(here.page, {
      'torn/config.json': Buffer.from('{}'),
      'torn/model.safetensors': Buffer.from('torn'),
    });
    const notice = here.page.locator('.notice').filter({ hasText: 'torn' });
    await notice.waitFor();
    await here.page.getByTestId('look-step').filter({ hasText: /^50$/ }).waitFor();
    await here.page.getByLabel('One look').check();
    expect((await settled(canvas())).print).toBe(two.print);
  });
});

describe('keys', () => {
  test('reach every node of the tree, which lights up, and move a part', async () => {
    await node('whole image').focus();
    const press = async (key: string, name: string): Promise<void> => {
      await here.page.keyboard.press(key);
      const label = (wanted: string): boolean =>
        document.activeElement!.getAttribute('aria-label') === wanted;
      await here.page.waitForFunction(label, name);
    };
    await press('ArrowDown', 'part 1');
    await press('ArrowRight', 'part 1, subpart 1');
    await press('ArrowLeft', 'part 1');
    await press('End', 'part 4, subpart 4');
    await press('Home', 'whole image');
    await press('ArrowRight', 'part 1');
    const lit = await otherLook(canvas(), two);
    await here.page.keyboard.press('Alt+ArrowRight');
    await otherLook(canvas(), lit);
    expect(await node('part 1').evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('lead through the page in the order in which it is read', async () => {
    await here.page.reload();
    await ready(here.page);
    const order: string[] = [];
    for (let i = 0; i < 40; i++) {
      await here.page.keyboard.press('Tab');
      const label = await here.page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        return element === document.body ? null : (element.ariaLabel ?? element.textContent ?? '').trim();
      });
      if (label === null) break;
      order.push(label);
    }
    const names = ['To the page', 'Draw', 'digit 1', 'Step by step', 'PNG', 'whole image'];
    expect(order.filter((name) => names.includes(name))).toEqual(names);
  });
});

describe('what is drawn', () => {
  test.each([28, 448])('is drawn again with %d pixels a side', async (side) => {
    await here.page.getByLabel('Pixels').selectOption(String(side));
    expect((await otherLook(canvas(), two)).size).toEqual([side, side]);
    await here.page.getByLabel('Pixels').selectOption('224');
  });

  const saved = async (name: string): Promise<Buffer> => {
    const [download] = await Promise.all([here.page.waitForEvent('download'), button(name).click()]);
    return readFile(await download.path());
  };

  test('is saved as PNG, SVG and JSON', async () => {
    const png = decodePng(await saved('PNG'));
    expect([png.width, png.height]).toEqual([224, 224]);
    expect((await saved('SVG')).toString()).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
    const { root } = parseTreeFromJson((await saved('JSON')).toString());
    expect(root.children.map(({ children }) => children.length)).toEqual([4, 4, 4, 4]);
  });

  test('is saved as a page of its own, which shows the tree and asks for nothing', async () => {
    const { page, requests, console, close } = await openDocument(
      (await saved('Web page')).toString(),
      findChromium()!,
    );
    try {
      await page.getByText('Taken apart by the Recursive Neural Program mnist into 4 parts.').waitFor();
      expect(await page.getByRole('treeitem').count()).toBe(1 + 4 + 16);
      expect([requests, console]).toEqual([[], []]);
    } finally {
      await close();
    }
  });
});
