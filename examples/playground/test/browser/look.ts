import { patience } from '@rnp-tools/browser-testing';
import type { Locator } from 'playwright-core';
import type { Point } from './gestures.js';
import { atRest } from './playground.js';

/** What a canvas shows, as far as tests ask. */
export interface Look {
  /** Pixels a side. */
  readonly size: readonly [number, number];
  /** The mean brightness, 0 … 1. */
  readonly ink: number;
  /** Where its brightest pixel is, in [0, 1]². */
  readonly brightest: Point;
  /** The same for the same pixels. */
  readonly print: number;
}

export async function lookOf(canvas: Locator): Promise<Look> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    // A copy, as reading a canvas itself makes the browser draw it more slowly from then on, and warn.
    const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
    copy.drawImage(element as HTMLCanvasElement, 0, 0);
    const { data } = copy.getImageData(0, 0, width, height);
    let [sum, print, max, place] = [0, 0, -1, 0];
    for (let at = 0; at < data.length; at += 4) {
      const value = data[at]! + data[at + 1]! + data[at + 2]!;
      sum += value;
      print = (Math.imul(print, 31) + data[at]! * 65_793 + data[at + 1]! * 257 + data[at + 2]!) | 0;
      if (value > max) [max, place] = [value, at / 4];
    }
    return {
      size: [width, height] as const,
      ink: sum / (765 * width * height),
      brightest: [((place % width) + 0.5) / width, (Math.floor(place / width) + 0.5) / height] as const,
      print,
    };
  });
}

/** Waits until a canvas shows something else, and gives what it shows then: of a stroke, perhaps its first half (see settled). */
export async function otherLook(canvas: Locator, before: Look): Promise<Look> {
  const end = Date.now() + patience;
  for (;;) {
    const now = await lookOf(canvas);
    if (now.print !== before.print || String(now.size) !== String(before.size)) return now;
    if (Date.now() > end) throw new Error(`the canvas shows what it did ${patience} ms ago`);
    await canvas.page().waitForTimeout(40);
  }
}

/** Waits until there is something on a canvas, and gives what it shows then. */
export async function inkOn(canvas: Locator): Promise<Look> {
  const end = Date.now() + patience;
  for (;;) {
    const now = await lookOf(canvas);
    if (now.ink > 0.01) return now;
    if (Date.now() > end) throw new Error(`the canvas has been empty for ${patience} ms`);
    await canvas.page().waitForTimeout(40);
  }
}

/** What a canvas shows once nothing that it waits for is under way. */
export async function settled(canvas: Locator): Promise<Look> {
  await atRest(canvas.page());
  return lookOf(canvas);
}
