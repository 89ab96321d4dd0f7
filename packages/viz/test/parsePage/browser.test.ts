import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decodePng } from '@rnp/images';
import { findChromium, type OpenedDocument, openDocument } from '@rnp-tools/browser-testing';
import { parsePageHtml } from '../../src/index.js';
import { cornerOf, pictures, quarters, side } from './fixture.js';

const chromium = findChromium();

describe('a parse page in Chromium', () => {
  if (chromium === undefined) {
    test.skip('skipped: there is no Chromium here; install one or set CHROMIUM_PATH', () => {});
    return;
  }
  const html = parsePageHtml(quarters, pictures, { title: 'Four squares', summary: 'Two parts.' });
  let opened: OpenedDocument;
  beforeAll(async () => {
    opened = await openDocument(html, chromium);
    await opened.page.emulateMedia({ reducedMotion: 'reduce' });
  });
  afterAll(() => opened?.close());

  /** The colour, 0 … 255, in the middle of what a leaf draws. */
  async function colourAt(path: readonly number[]): Promise<number[]> {
    const { width, channels, data } = decodePng(await opened.page.locator('.stage').screenshot());
    const [x, y] = cornerOf(path).map((corner) => Math.floor(((corner + 4) / side) * width));
    const at = (y! * width + x!) * channels;
    return [...data.subarray(at, at + 3)];
  }
  const [sky, orange, dim] = [[0x56, 0xb4, 0xe9], [0xe6, 0x9f, 0x00], 60];
  const near = (found: number[], wanted: number[]): void => {
    for (const [i, value] of found.entries()) expect(Math.abs(value - wanted[i]!)).toBeLessThan(4);
  };
  const node = (path: string) => opened.page.locator(`[role=treeitem][data-path="${path}"]`);
  const view = (name: string) => opened.page.getByRole('radio', { name, exact: true }).check({ force: true });
  const away = () => opened.page.mouse.move(2, 2);

  test('shows parts in colours, subparts, and the image', async () => {
    near(await colourAt([0, 1]), sky!);
    near(await colourAt([1, 0]), orange!);
    await view('Subparts');
    near(await colourAt([0, 1]), orange!);
    await view('Image');
    near(await colourAt([0, 1]), [255, 255, 255]);
    await view('Parts');
  });

  test('pointing at a node lights its pixels and dims the others; leaving takes it back', async () => {
    await node('1').hover();
    near(await colourAt([0, 0]), sky!);
    near(await colourAt([0, 1]), sky!);
    for (const path of [
      [1, 0],
      [1, 1],
    ])
      expect(Math.max(...(await colourAt(path)))).toBeLessThan(dim);
    await node('2.1').hover();
    near(await colourAt([1, 0]), orange!);
    expect(Math.max(...(await colourAt([1, 1])))).toBeLessThan(dim);
    expect(await opened.page.locator('#detail').textContent()).toMatch(
      /^Part 2\.1: 25 % of the ink; 50 % as wide/,
    );
    await away();
    near(await colourAt([0, 0]), sky!);
  });

  test('pointing at the picture lights the part that is there', async () => {
    const box = (await opened.page.locator('.stage').boundingBox())!;
    const [x, y] = cornerOf([1, 1]).map((corner) => (corner + 4) / side);
    await opened.page.mouse.move(box.x + x! * box.width, box.y + y! * box.height);
    near(await colourAt([1, 0]), orange!);
    expect(Math.max(...(await colourAt([0, 0])))).toBeLessThan(dim);
    await away();
  });

  test('the keyboard goes through the tree, keeps a node lit and lets it go', async () => {
    const { page } = opened;
    await page.locator('[role=treeitem]').first().focus();
    for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.path)).toBe('1.2');
    expect(await page.locator('[aria-selected=true]').getAttribute('data-path')).toBe('1.2');
    await page.getByRole('slider').focus();
    near(await colourAt([0, 1]), sky!);
    expect(Math.max(...(await colourAt([0, 0])))).toBeLessThan(dim);
    await page.locator('[role=treeitem][tabindex="0"]').focus();
    for (const key of ['Escape', 'ArrowLeft', 'Home']) await page.keyboard.press(key);
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.path)).toBe('');
    near(await colourAt([0, 0]), sky!);
  });

  test('the drawing can be gone through leaf by leaf, and played', async () => {
    const { page } = opened;
    await page.getByRole('slider').focus();
    await page.keyboard.press('Home');
    expect(Math.max(...(await colourAt([0, 0])))).toBe(0);
    await page.keyboard.press('ArrowRight');
    expect(Math.max(...(await colourAt([0, 0])))).toBeGreaterThan(180);
    expect(Math.max(...(await colourAt([0, 1])))).toBe(0);
    expect(await page.getByRole('slider').getAttribute('aria-valuetext')).toBe('1 of 4, part 1.1');
    await page.getByRole('button', { name: 'Play the drawing' }).click();
    await page.waitForFunction(
      () => (document.querySelector('output') as HTMLElement).textContent === '4 of 4',
    );
    await page.getByRole('button', { name: 'Play the drawing' }).waitFor();
    near(await colourAt([1, 1]), orange!);
  });

  test('nothing was asked for, nothing was complained about; a phone needs no sideways scrolling', async () => {
    await opened.page.setViewportSize({ width: 360, height: 700 });
    const widths = await opened.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    expect(widths[0]).toBeLessThanOrEqual(widths[1]!);
    expect(opened.requests).toEqual([]);
    expect(opened.console).toEqual([]);
  });
});
