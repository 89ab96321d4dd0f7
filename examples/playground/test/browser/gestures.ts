import type { Locator } from 'playwright-core';

/** What a canvas shows, RGBA in 0 … 255. */
export async function pixelsOf(canvas: Locator): Promise<number[]> {
  return canvas.evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext('2d')!;
    return [...context.getImageData(0, 0, width, height).data];
  });
}

/** Waits until a canvas shows something else, and gives what it shows then. */
export async function changed(
  canvas: Locator,
  before: readonly number[],
  within = 10_000,
): Promise<number[]> {
  const end = Date.now() + within;
  for (;;) {
    const now = await pixelsOf(canvas);
    if (now.length !== before.length || now.some((value, i) => value !== before[i])) return now;
    if (Date.now() > end) throw new Error(`the canvas shows what it did ${within} ms ago`);
    await canvas.page().waitForTimeout(50);
  }
}
