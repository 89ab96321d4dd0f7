import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ParseNode, parseTreeFromJson } from '@rnp/recursive-decoder';
import { inLong } from '@rnp-tools/testing/long';
import { dropFile } from './gestures.js';
import { lookOf, otherLook } from './look.js';
import { atRest, type House, openHouse, type Visit, visit } from './playground.js';
import { pngFile } from './pngFile.js';

let house: House;
let here: Visit;
let folder: string;
beforeAll(async () => {
  house = await openHouse('none');
  here = await visit(house, { acceptDownloads: true });
  folder = await mkdtemp(join(tmpdir(), 'rnp-pictures-'));
});
afterAll(() => house.close());

/** A seven within [0, 1]², 1 where there is ink, by a pen of this width. */
const seven = (x: number, y: number, pen: number): boolean => {
  const bar = Math.abs(y - 0.2) < pen / 2 && x > 0.3 && x < 0.7;
  const leg = Math.abs(x - 0.7 + 0.5 * (y - 0.2)) < pen / 2 && y > 0.2 && y < 0.85;
  return bar || leg;
};

/** Rows of samples, of one or more bytes each. */
function rowsOf(
  side: number,
  pen: number,
  sample: (ink: boolean, x: number, y: number) => number[],
): Uint8Array[] {
  return Array.from({ length: side }, (_, y) =>
    Uint8Array.from(
      Array.from({ length: side }, (_, x) => sample(seven(x / side, y / side, pen), x, y)).flat(),
    ),
  );
}

const square = (side: number) => ({ width: side, height: side, bitDepth: 8 as const });

const files: Readonly<Record<string, () => Uint8Array | Promise<Uint8Array>>> = {
  // Scaled by a canvas its lines are gone.
  'thin-lines.png': () =>
    pngFile(
      { ...square(1500), colourType: 0 },
      rowsOf(1500, 0.0012, (ink) => [ink ? 0 : 255]),
    ),
  'uneven-light.png': () =>
    pngFile(
      { ...square(300), colourType: 2 },
      rowsOf(300, 0.05, (ink, x, y) => (ink ? [40, 35, 60] : [230 - x / 6, 225 - y / 6, 200 - x / 9])),
    ),
  'sixteen-bits.png': () =>
    pngFile(
      { ...square(120), bitDepth: 16, colourType: 0 },
      rowsOf(120, 0.08, (ink, x) => (ink ? [0x30, x] : [0xe1, 0x7f])),
    ),
  'palette.png': () =>
    pngFile(
      { ...square(90), colourType: 3, before: { PLTE: [250, 250, 240, 20, 30, 90] } },
      rowsOf(90, 0.1, (ink) => [ink ? 1 : 0]),
    ),
  // 1.0 instead of the usual 1/2.2: a browser that minds it makes the middle greys much lighter.
  'gamma.png': () =>
    pngFile(
      { ...square(100), colourType: 0, before: { gAMA: [0, 1, 0x86, 0xa0] } },
      rowsOf(100, 0.1, (ink, x) => [ink ? 60 + x : 170]),
    ),
  'photograph.jpg': () =>
    here.page
      .evaluate(async () => {
        const canvas = new OffscreenCanvas(640, 480);
        const context = canvas.getContext('2d')!;
        const light = context.createLinearGradient(0, 0, 640, 480);
        light.addColorStop(0, '#f4efe2');
        light.addColorStop(1, '#b9b2a6');
        context.fillStyle = light;
        context.fillRect(0, 0, 640, 480);
        context.lineWidth = 14;
        context.strokeStyle = '#2b2f55';
        context.stroke(new Path2D('M 240 120 L 400 120 L 300 360'));
        const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
        return [...new Uint8Array(await blob.arrayBuffer())];
      })
      .then((bytes) => Uint8Array.from(bytes)),
};

function numbersOf(node: ParseNode): number[] {
  return [...node.program, ...(node.action ?? []), ...node.children.flatMap(numbersOf)];
}

const sameTree = async (name: string): Promise<void> => {
  const bytes = await files[name]!();
  const path = join(folder, name);
  await writeFile(path, bytes);
  // The drawing in the address is another one each time.
  const before = here.page.url();
  await dropFile(here.page.locator('body'), { name, type: '', bytes });
  await here.page.waitForFunction((address) => location.href !== address, before);
  await atRest(here.page);
  const download = here.page.waitForEvent('download');
  await here.page.getByRole('button', { name: 'JSON', exact: true }).click();
  const seen = parseTreeFromJson(await readFile(await (await download).path(), 'utf8'));
  const bin = fileURLToPath(new URL('bin/rnp.js', import.meta.resolve('@rnp/cli/package.json')));
  const env = { ...process.env, NODE_OPTIONS: '' };
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [bin, 'parse', path, '--model', 'mnist', '--json'],
    { env, maxBuffer: 1e8 },
  );
  const [page, command] = [seen, parseTreeFromJson(stdout)].map(({ root }) => numbersOf(root)) as [
    number[],
    number[],
  ];
  expect(page.length).toBe(command.length);
  expect(Math.max(...page.map((value, i) => Math.abs(value - command[i]!)))).toBeLessThan(1e-5);
  expect(here.problems).toEqual([]);
};
/** Thin lines, a camera's format, and what a browser would make of the values. */
const usual = ['thin-lines.png', 'gamma.png', 'photograph.jpg'];
const title = '%s gives the same tree in the page and in the command';
test.each(usual)(title, sameTree);
inLong(test).each(Object.keys(files).filter((name) => !usual.includes(name)))(title, sameTree);

describe('what the command does not read, the page does', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><path d="M12 8H28L18 34" fill="none" stroke="#fff" stroke-width="2"/></svg>';

  test('white ink on nothing, as vector graphics', async () => {
    const bytes = new TextEncoder().encode(svg);
    const paper = here.page.getByRole('img', { name: /^Paper/ });
    const before = await lookOf(paper);
    await dropFile(here.page.locator('body'), { name: 'seven.svg', type: 'image/svg+xml', bytes });
    const look = await otherLook(paper, before);
    expect(look.ink).toBeGreaterThan(0.02);
    expect(look.ink).toBeLessThan(0.3);
  });

  test('WebP', async () => {
    const bytes = await here.page.evaluate(async () => {
      const canvas = new OffscreenCanvas(100, 100);
      const context = canvas.getContext('2d')!;
      context.lineWidth = 6;
      context.stroke(new Path2D('M 50 20 L 50 80'));
      const blob = await canvas.convertToBlob({ type: 'image/webp' });
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    const address = here.page.url();
    await dropFile(here.page.locator('body'), { name: 'one.webp', type: '', bytes: Uint8Array.from(bytes) });
    await here.page.waitForFunction((before) => location.href !== before, address);
    expect(await here.page.locator('.notice').count()).toBe(0);
  });
});
