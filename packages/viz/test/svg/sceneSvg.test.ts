import { expect, test } from '@jest/globals';
import { encodeMask } from '@rnp/images';
import fc from 'fast-check';
import { sceneSvg } from '../../src/index.js';
import { tree } from '../fixtures.js';

/** A grey picture. */
function picture(width: number, height: number): Parameters<typeof sceneSvg>[0] {
  return { width, height, channels: 1, data: new Uint8Array(width * height) };
}

test.each([
  [100, 50, 480, 240],
  [50, 100, 240, 480],
  // A strip: the width alone, kept, would make a drawing of 48,000 pixels.
  [10, 1000, 4.8, 480],
])(
  'a picture of %i×%i is drawn %d×%d: its longer side is as long as asked',
  (width, height, across, down) => {
    const svg = sceneSvg(picture(width, height), []);
    expect(svg).toContain(`viewBox="0 0 ${width} ${height}" width="${across}" height="${down}"`);
  },
);

const frame = { x: 3.5, y: 3.5, side: 8 };

test('objects, their parts and parts of these are groups with ids that do not change, and their masks are shapes', () => {
  const mask = encodeMask(Uint8Array.of(1, 0, 0, 1), { width: 2, height: 2 });
  const object = { frame, tree: tree(2, 3) };
  const plain = { ...object, parts: [{ path: [0, 2], mask }] };
  const svg = sceneSvg(picture(8, 8), [plain, { ...object, mask, parts: [{ path: [1], mask }] }]);
  expect(svg.match(/(?<=<g id=")[^"]+/g)).toEqual([
    'object-1',
    'object-1-part-0',
    'object-1-part-0-2',
    'object-1-part-1',
    'object-2',
    'object-2-part-0',
    'object-2-part-1',
  ]);
  expect(svg).toContain('<g id="object-1-part-0-2"><title>part 3 of part 1 of object 1</title><path d="M');
  expect(svg.match(/<g /g)).toHaveLength(svg.match(/<\/g>/g)!.length);
});

test.each([
  // Whole, and a pixel of a picture of 4×2 whose mask has half its size.
  [Uint8Array.of(1, 1), 2, 1, 'M0 0H4V2H0Z'],
  [Uint8Array.of(0, 1), 2, 1, 'M2 0H4V2H2Z'],
  // Nothing.
  [Uint8Array.of(0, 0), 2, 1, null],
  // Pixels that touch at a corner may be of one line.
  [Uint8Array.of(1, 0, 0, 1), 2, 2, 'M0 0H2V1H4V2H2V1H0Z'],
])('the mask %j of %i×%i is outlined by %s', (pixels, width, height, outline) => {
  const mask = encodeMask(pixels, { width, height });
  const svg = sceneSvg(picture(4, 2), [{ frame, tree: tree(0), mask }]);
  expect(svg.match(/<path d="([^"]*)" fill="#56b4e9"/)?.[1] ?? null).toBe(outline);
});

test('an outline has the area of its mask, holes left out', () => {
  const masks = fc.uint8Array({ minLength: 20, maxLength: 20, max: 1 });
  fc.assert(
    fc.property(masks, (pixels) => {
      const mask = encodeMask(pixels, { width: 5, height: 4 });
      const svg = sceneSvg(picture(5, 4), [{ frame, tree: tree(0), mask }]);
      const [, outline = ''] = svg.match(/<path d="([^"]*)" fill="#56b4e9"/) ?? [];
      expect(areaOf(outline)).toBe(pixels.reduce((sum, is) => sum + is, 0));
    }),
  );
});

/** Of a path of straight lines along the axes: clockwise above 0, holes below. */
function areaOf(path: string): number {
  let area = 0;
  for (const loop of path.split('Z').slice(0, -1)) {
    const [start, ...lines] = loop.slice(1).split(/(?=[HV])/);
    let [x, y] = start!.split(' ').map(Number) as [number, number];
    const [firstX] = [x];
    for (const line of lines) {
      const to = Number(line.slice(1));
      if (line.startsWith('V')) {
        area += x * (to - y);
        y = to;
      } else x = to;
    }
    // Closed along a column.
    const [, firstY] = start!.split(' ').map(Number) as [number, number];
    area += firstX * (firstY - y);
  }
  return area;
}

test.each([
  [{ mask: { size: [2, 2], counts: [3] } }, 'RNP_IMAGES', 'objects[0].mask.counts'],
  [{ parts: [{ path: [0], mask: null }] }, 'RNP_IMAGES', 'objects[0].parts[0].mask'],
  [{ parts: [{ path: [7], mask: null }] }, 'RNP_CONFIG', 'objects[0].parts[0].path'],
  [{ parts: [{ path: [], mask: null }] }, 'RNP_CONFIG', 'objects[0].parts[0].path'],
  [{ parts: {} }, 'RNP_CONFIG', 'objects[0].parts'],
])('%j is refused', (more, code, path) => {
  const object = { frame, tree: tree(2), ...more } as unknown as Parameters<typeof sceneSvg>[1][number];
  expect(() => sceneSvg(picture(4, 4), [object])).toThrow(expect.objectContaining({ code, path }));
});
