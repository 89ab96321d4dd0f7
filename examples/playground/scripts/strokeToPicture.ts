// How long the pen's movement takes to become a picture, in headless Chromium on WASM:
//
//   npm run stroke -w @rnp-examples/playground
//
// From the time stamp of a pointer event on the paper to the frame in which the picture and the whole tree are drawn anew: making the
// strokes an image, sending it to the worker, the parse, and 22 canvases. Each movement waits until the one before is drawn.
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { openHouse, visit } from '../test/browser/playground.js';

const warm = 10;
const measured = 100;

/** What a movement cost, in milliseconds: until everything is drawn, and in the worker, which is part of it. */
interface Timing {
  readonly whole: number;
  readonly parse: number;
}

const house = await openHouse('none');
try {
  const { page } = await visit(house);
  await page.addScriptTag({ path: fileURLToPath(new URL('./watchStrokes.js', import.meta.url)) });
  const timings = await draw(page);
  const backend = await page.getByTestId('backend').textContent();
  console.log(
    `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]!.model.trim()}, ${cpus().length} cores, Chromium ${house.browser.version()}, ${backend}; ${measured} movements`,
  );
  console.log(`pointer event to drawn tree, ms: ${summary(timings.map(({ whole }) => whole))}`);
  console.log(`of that the parse in the worker: ${summary(timings.map(({ parse }) => parse))}`);
} finally {
  await house.close();
}

/** A spiral, a movement at a time. */
async function draw(page: Page): Promise<Timing[]> {
  const box = (await page.getByRole('img', { name: /^Paper/ }).boundingBox())!;
  const timings: Timing[] = [];
  for (let i = 0; i <= warm + measured; i++) {
    const [angle, radius] = [i / 12, 0.38 - i / 400];
    const x = box.x + (0.5 + radius * Math.cos(angle)) * box.width;
    const y = box.y + (0.5 + radius * Math.sin(angle)) * box.height;
    const timing = page.evaluate(() =>
      (globalThis as unknown as { nextDrawn(): Promise<number> }).nextDrawn(),
    );
    await page.mouse.move(x, y);
    if (i === 0) await page.mouse.down();
    const whole = await timing;
    const parse = Number(await page.getByTestId('milliseconds').textContent());
    if (i > warm) timings.push({ whole, parse });
  }
  await page.mouse.up();
  return timings;
}

function summary(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1);
  return `median ${at(0.5)}, 90 % below ${at(0.9)}, most ${at(1)}`;
}
