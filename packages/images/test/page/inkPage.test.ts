import { describe, expect, test } from '@jest/globals';
import { type InkPage, inkPage, type Picture, type Raster, scaledInk } from '../../src/index.js';

const [width, height] = [240, 160];

/** Two upright strokes, 30 and 34 pixels long and 5 wide, and a dot. */
function isInk(x: number, y: number): boolean {
  const first = x >= 50 && x < 55 && y >= 60 && y < 90;
  const second = x >= 170 && x < 175 && y >= 80 && y < 114;
  return first || second || (x >= 110 && x < 114 && y >= 40 && y < 44);
}

/** Ruled lines every 20 pixels, two pixels high, and light that falls to less than half from left to right. */
const isLine = (y: number): boolean => y % 20 < 2;
const light = (x: number): number => 235 - (130 * x) / width;

function pageOf(value: (x: number, y: number) => number): Picture {
  const data = Uint8Array.from({ length: width * height }, (_, at) =>
    Math.round(value(at % width, Math.floor(at / width))),
  );
  return { width, height, channels: 1, data };
}

const paper = pageOf((x, y) => light(x) * (isLine(y) ? 0.75 : 1) * (isInk(x, y) ? 0.25 : 1));

/** The largest ink where there is none, at least a pixel from strokes and not where these cross lines; the smallest within strokes. */
function ends({ ink }: InkPage): readonly [ground: number, pen: number] {
  let [ground, pen] = [0, 1];
  ink.data.forEach((value, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const near = [-1, 0, 1].some((i) => [-1, 0, 1].some((j) => isInk(x + i, y + j)));
    if (!near) ground = Math.max(ground, value);
    if (isInk(x, y) && !isLine(y)) pen = Math.min(pen, value);
  });
  return [ground, pen];
}

describe('inkPage', () => {
  test('takes away uneven light and ruled lines, and keeps what is written', () => {
    const page = inkPage(paper)!;
    expect(page).toMatchObject({ scale: 1, inverted: true, size: 34 });
    const [ground, pen] = ends(page);
    expect(ground).toBeLessThan(0.1);
    expect(pen).toBeGreaterThan(0.8);
  });

  test('light chalk on a dark board is the same', () => {
    const board = pageOf((x, y) => 255 - paper.data[y * width + x]!);
    const page = inkPage(board)!;
    expect(page.inverted).toBe(false);
    const same = inkPage(paper)!.ink;
    // In floats 1 − (1 − x) is not quite x.
    const apart = page.ink.data.reduce(
      (max, value, at) => Math.max(max, Math.abs(value - same.data[at]!)),
      0,
    );
    expect(apart).toBeLessThan(1e-4);
    expect(inkPage(paper, { invert: true })!.inverted).toBe(true);
  });

  test('a large picture is made smaller, and says so', () => {
    const data = new Uint8Array(4 * 4 * width * height * 3);
    const large: Picture = { width: 8 * width, height: 2 * height, channels: 3, data };
    data.fill(230);
    for (let y = 100; y < 180; y++) data.fill(40, 3 * (y * 8 * width + 400), 3 * (y * 8 * width + 412));
    const page = inkPage(large)!;
    expect([page.ink.width, page.ink.height, page.ink.channels]).toEqual([1024, 171, 1]);
    expect(page.scale).toBeCloseTo(1024 / 1920, 6);
    expect(Math.abs(page.size - 80 * page.scale)).toBeLessThan(3);
  });

  test('a blank page has none, also where it is lit unevenly', () => {
    expect(inkPage(pageOf((x) => light(x)))).toBeNull();
    expect(inkPage(pageOf(() => 255))).toBeNull();
    expect(inkPage(pageOf(() => 0))).toBeNull();
  });
});

describe('scaledInk', () => {
  const { ink } = inkPage(paper)!;
  const peak = ({ data }: Raster): number => data.reduce((max, value) => Math.max(max, value), 0);

  test('keeps the pen’s strength, and makes thin strokes as wide as a model knows them', () => {
    const small = scaledInk(ink, 0.25);
    expect([small.width, small.height]).toEqual([60, 40]);
    expect(peak(small)).toBe(1);
    // The first stroke, five pixels wide, would be one and a quarter.
    const across = [...small.data.subarray(18 * 60 + 8, 18 * 60 + 20)].reduce((sum, value) => sum + value, 0);
    expect(across).toBeGreaterThan(1.6);
    expect(across).toBeLessThan(3);
    expect(scaledInk(ink, 2)).toMatchObject({ width: 480, height: 320, channels: 1 });
  });

  test.each([0, Number.NaN, 1e4])('a scale of %d is refused', (scale) => {
    expect(() => scaledInk(ink, scale)).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path: 'scale' }),
    );
  });
});
