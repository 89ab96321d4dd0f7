import { describe, expect, test } from '@jest/globals';
import { inkPage, type Picture } from '../../src/index.js';

type Point = readonly [x: number, y: number];

/** Digits as lines, in a box of 1×1. */
const digits: Readonly<Record<string, readonly (readonly Point[])[]>> = {
  six: [
    [
      [0.75, 0],
      [0.4, 0.2],
      [0.15, 0.55],
      [0.2, 0.85],
      [0.5, 1],
      [0.8, 0.85],
      [0.8, 0.6],
      [0.5, 0.48],
      [0.2, 0.65],
    ],
  ],
  three: [
    [
      [0.1, 0.1],
      [0.5, 0],
      [0.85, 0.2],
      [0.5, 0.45],
      [0.9, 0.7],
      [0.6, 1],
      [0.1, 0.9],
    ],
  ],
  four: [
    [
      [0.6, 1],
      [0.6, 0],
      [0.05, 0.65],
      [0.95, 0.65],
    ],
  ],
  seven: [
    [
      [0, 0],
      [0.9, 0],
      [0.4, 1],
    ],
  ],
  five: [
    [
      [0.2, 0],
      [0.15, 0.45],
      [0.6, 0.4],
      [0.85, 0.7],
      [0.55, 1],
      [0.1, 0.9],
    ],
    [
      [0.2, 0],
      [0.85, 0],
    ],
  ],
};

/** How far a point is from the nearest line of a digit. */
function away(lines: readonly (readonly Point[])[], [x, y]: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (const line of lines)
    for (let i = 1; i < line.length; i++) {
      const [[ax, ay], [bx, by]] = [line[i - 1]!, line[i]!];
      const [dx, dy] = [bx - ax, by - ay];
      const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
      least = Math.min(least, Math.hypot(x - ax - along * dx, y - ay - along * dy));
    }
  return least;
}

interface Drawn {
  readonly picture: Picture;
  /** [h·w], whether the pen was there. */
  readonly pen: readonly boolean[];
}

/** A digit of `size` pixels with so much paper about it, all in shares of its size; `fall` is how much less light the far corner has. */
function drawn(name: string, size: number, width: number, margin: number, fall: number): Drawn {
  const side = Math.round(size * (1 + 2 * margin));
  const points = Array.from({ length: side * side }, (_, at): Point => {
    const inBox = (place: number): number => ((place + 0.5) / size - margin - width / 2) / (1 - width);
    return [inBox(at % side), inBox(Math.floor(at / side))];
  });
  const pen = points.map((point) => away(digits[name]!, point) * (1 - width) <= width / 2);
  const data = Uint8Array.from(pen, (is, at) => {
    const light = 1 - (fall * ((at % side) + Math.floor(at / side))) / (2 * side);
    return Math.round(255 * light * (is ? 0.12 : 0.93));
  });
  return { picture: { width: side, height: side, channels: 1, data }, pen };
}

const inverse = ({ data, ...picture }: Picture): Picture => ({
  ...picture,
  data: data.map((value) => 255 - value),
});

// A straight stroke of three pixels that crosses the whole picture is told from a printed line by nothing.
const isLine = (name: string, width: number, margin: number): boolean =>
  (name === 'four' || name === 'seven') && width === 0.05 && margin === 0;
const cases = Object.keys(digits).flatMap((name) =>
  [0.05, 0.12, 0.24].flatMap((width) =>
    [0, 0.3].filter((margin) => !isLine(name, width, margin)).map((margin) => [name, width, margin] as const),
  ),
);

describe('a digit that fills its picture', () => {
  test.each(cases)(
    '%s, %d of it wide, %d of it about it: all is ink, and as large as it is',
    (name, width, margin) => {
      for (const size of [60, 200])
        for (const fall of [0, 0.4]) {
          const isLight = (size === 60) === (fall === 0);
          const { picture, pen } = drawn(name, size, width, margin, fall);
          const page = inkPage(isLight ? inverse(picture) : picture, { invert: !isLight })!;
          const of = { size, fall, isLight };
          const strong = page.ink.data.map((value) => Number(value >= 0.5));
          const wrong = pen.filter((is, at) => is !== (strong[at] === 1)).length;
          expect({ ...of, wrong: wrong / pen.filter(Boolean).length }).toEqual({
            ...of,
            wrong: expect.closeTo(0, 1),
          });
          expect(Math.abs(page.size - size)).toBeLessThan(0.12 * size);
        }
    },
  );

  test('one line across a picture is a stroke, and lines on blank paper are not', () => {
    const ruled = (...lines: readonly number[]): Picture => ({
      width: 120,
      height: 90,
      channels: 1,
      data: Uint8Array.from({ length: 120 * 90 }, (_, at) =>
        lines.includes(Math.floor(at / 120)) ? 60 : 240,
      ),
    });
    expect(inkPage(ruled(40, 41))!.size).toBe(120);
    expect(inkPage(ruled(20, 21, 40, 41, 60, 61))).toBeNull();
  });

  test('a drawing in one corner of which the shadow falls is read as before', () => {
    const { picture, pen } = drawn('three', 60, 0.08, 1, 0);
    const shaded = picture.data.map((value, at) =>
      at % picture.width > 130 ? Math.round(0.55 * value) : value,
    );
    const page = inkPage({ ...picture, data: shaded }, { invert: true })!;
    expect(Math.abs(page.size - 60)).toBeLessThan(4);
    const far = page.ink.data.filter((_, at) => at % picture.width > 140 && !pen[at]);
    expect(far.every((value) => value < 0.1)).toBe(true);
  });
});
