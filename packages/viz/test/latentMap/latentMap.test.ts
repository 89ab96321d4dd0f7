import { describe, expect, test } from '@jest/globals';
import { createRaster } from '@rnp/images';
import fc from 'fast-check';
import { hex, type LatentMap, latentMapFigure, latentMapSvg, partColour } from '../../src/index.js';
import { groupMark, insideMark, markPath, maxMarks } from '../../src/latentMap/groupMark.js';
import { latentMapLayout } from '../../src/latentMap/latentMap.js';

const two: LatentMap = {
  points: [
    [0, 0],
    [10, 4],
  ],
  groups: [0, 3],
};
const pixel = (map: LatentMap, x: number, y: number): readonly number[] => {
  const { data } = latentMapFigure(map, { size: 200, radius: 4 });
  return Array.from(data.subarray((y * 200 + x) * 3, (y * 200 + x) * 3 + 3), (value) => value / 255);
};

describe('a map of program space', () => {
  test('lies on its square, x to the right and y up, both at one scale', () => {
    const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 30 }), (points) => {
        const { dots } = latentMapLayout({ points, groups: points.map(() => 0) }, {});
        for (const { x, y } of dots)
          expect(Math.min(x, y, 720 - x, 720 - y)).toBeGreaterThanOrEqual(-1e-6 + 36);
      }),
      {
        examples: [
          [
            [
              [0, 0],
              [0, -5e-324],
            ],
          ],
          [
            [
              [0, 0],
              [1e-305, 0],
            ],
          ],
          [
            [
              [0, 0],
              [1e-299, 0],
            ],
          ],
        ],
      },
    );
    const { dots } = latentMapLayout(two, { size: 200 });
    expect(dots[0]!.x).toBeCloseTo(10);
    expect(dots[1]!.x).toBeCloseTo(190);
    expect(dots[0]!.y - dots[1]!.y).toBeCloseTo(0.4 * 180);
  });

  test('places beneath are small and grey, within the square, and below the points', () => {
    const map: LatentMap = {
      ...two,
      beneath: [
        [20, 0],
        [10, 4],
      ],
    };
    const { beneath, dots } = latentMapLayout(map, { size: 200 });
    expect(beneath.map(({ x }) => x)).toEqual([190, 100]);
    const grey = pixel(map, 190, Math.floor(beneath[0]!.y));
    expect(new Set(grey.map((value) => Math.round(20 * value))).size).toBe(1);
    expect(pixel(map, 100, Math.floor(dots[1]!.y))[0]).not.toBeCloseTo(grey[0]!, 1);
    const svg = latentMapSvg(map, { title: 'two over two' });
    expect(svg.match(/<circle/g)).toHaveLength(2);
    expect(svg.indexOf('<circle')).toBeLessThan(svg.indexOf('<path'));
    expect(svg).toContain('They lie over 2 others');
    const wrong = (beneath: unknown) => () => latentMapSvg({ ...two, beneath } as LatentMap, { title: '' });
    expect(wrong(7)).toThrow(expect.objectContaining({ code: 'RNP_CONFIG', path: 'map.beneath' }));
    expect(wrong([null])).toThrow(expect.objectContaining({ path: 'beneath[0]' }));
    expect(wrong([[0, Number.NaN]])).toThrow(expect.objectContaining({ path: 'beneath[0]' }));
  });

  test('a dot has its group’s colour, and a thumbnail its own pixels in a frame of it', () => {
    const [first] = latentMapLayout(two, { size: 200 }).dots;
    const [x, y] = [Math.floor(first!.x), Math.floor(first!.y)];
    const colour = partColour(0);
    pixel(two, x, y).forEach((value, i) => {
      expect(Math.abs(value - colour[i]!)).toBeLessThan(0.2);
    });
    const shown: LatentMap = {
      ...two,
      thumbnails: [{ at: [5, 2], raster: createRaster(8, 8, 1, 1), group: 3 }],
    };
    expect(pixel(shown, 100, 100)).toEqual([1, 1, 1]);
    pixel(shown, 100 - 24 - 1, 100).forEach((value, i) => {
      expect(value).toBeCloseTo(partColour(3)[i]!, 6);
    });
  });

  test('thumbnails move apart and stay on the square', () => {
    const raster = createRaster(28, 28, 1, 1);
    const at = [0, 0] as const;
    const thumbnails = Array.from({ length: 12 }, () => ({ at, raster }));
    const { pictures } = latentMapLayout({ ...two, thumbnails }, {});
    pictures.forEach((a, i) => {
      expect(Math.min(a.left, a.top, 720 - a.left - 56, 720 - a.top - 56)).toBeGreaterThanOrEqual(2);
      for (const b of pictures.slice(i + 1))
        expect(Math.max(Math.abs(a.left - b.left), Math.abs(a.top - b.top))).toBeGreaterThanOrEqual(56);
    });
  });

  test('as SVG: a circle a point, pictures within, words escaped, a legend that tells the groups', () => {
    const svg = latentMapSvg(
      {
        ...two,
        groups: [0, 1],
        groupNames: ['z² <whole>', 'z¹'],
        thumbnails: [{ at: [1, 1], raster: createRaster(3, 3, 3) }],
      },
      { title: 'a & b' },
    );
    expect(svg).toContain('<title>a &amp; b</title>');
    expect(svg).toContain('z² &lt;whole&gt;</text>');
    expect(svg).toContain('2 points on a map without axes (z² &lt;whole&gt;: 1, z¹: 1)');
    // Two points, and two entries of the legend.
    expect(svg.match(/<path d="[^"]+" fill="#/g)).toHaveLength(4);
    expect(svg).toContain(hex(partColour(1)));
    expect(svg.match(/data:image\/png/g)).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  test.each([10, 60, 400])('no two of %i groups look alike, on the map or in the legend', (count) => {
    const name = (group: number): string => ['数', '文字', 'ж', 'a'.repeat(40)][group % 4]!;
    const groups = Array.from({ length: count }, (_, group) => group);
    const points = groups.map((group) => [group, 0] as const);
    const svg = latentMapSvg({ points, groups, groupNames: groups.map(name) }, { title: 'x' });
    const looks = groups.map((group) => JSON.stringify(groupMark(group)));
    expect(new Set(looks.slice(0, maxMarks)).size).toBe(Math.min(count, maxMarks));
    // Beyond these each has its own number.
    for (const group of groups.slice(maxMarks)) expect(svg).toContain(`>${group}</text>`);
    const entries = [...svg.matchAll(/<\/title>([^<]+)<\/text>/g)].map(([, text]) => text);
    expect(new Set(entries).size).toBe(count);
  });

  test('marks cover what their paths do, by one measure for SVG and pixels', () => {
    const areas = ['circle', 'square', 'up', 'diamond', 'down', 'plus', 'cross'] as const;
    for (const shape of areas) {
      let area = 0;
      for (let y = -200; y <= 200; y++)
        for (let x = -200; x <= 200; x++) if (insideMark(shape, x, y, 100) > 0) area++;
      // Of the disc: thin shapes have less.
      expect(area / (Math.PI * 1e4)).toBeGreaterThan(0.4);
      expect(area / (Math.PI * 1e4)).toBeLessThan(1.1);
      expect(markPath(shape, 0, 0, 100)).toMatch(/^M[-\d.]/);
    }
  });

  test('is the same every time', () => {
    expect(latentMapSvg(two, { title: 'x' })).toBe(latentMapSvg(two, { title: 'x' }));
    expect(latentMapFigure(two, { size: 120 })).toEqual(latentMapFigure(two, { size: 120 }));
  });

  test.each<[string, LatentMap, object, string]>([
    ['no points', { points: [], groups: [] }, {}, 'points'],
    ['NaN', { points: [[0, Number.NaN]], groups: [0] }, {}, 'points[0]'],
    ['too few groups', { ...two, groups: [1] }, {}, 'groups'],
    ['a group that is none', { ...two, groups: [0, -1] }, {}, 'groups[1]'],
    [
      'a thumbnail nowhere',
      { ...two, thumbnails: [{ at: [0, Number.POSITIVE_INFINITY], raster: createRaster(1, 1, 1) }] },
      {},
      'thumbnails[0].at',
    ],
    ['a size', two, { size: 0 }, 'options.size'],
    ['a radius', two, { radius: -1 }, 'options.radius'],
  ])('refuses %s', (_what, map, options, path) => {
    expect(() => latentMapFigure(map, options)).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path }),
    );
  });
});
