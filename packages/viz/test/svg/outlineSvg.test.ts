import { describe, expect, test } from '@jest/globals';
import { createRaster } from '@rnp/images';
import { preimage, toPixels } from '../../src/affine.js';
import { type Affine, outlineSvg } from '../../src/index.js';
import { type TestNode, tree, xmlFault } from '../fixtures.js';

const image = createRaster(28, 28, 1, 0.5);
const paths = (svg: string): string[] => [...svg.matchAll(/<path d="([^"]*)"/g)].map(([, d]) => d!);

const identity = [
  [1, 0, 0],
  [0, 1, 0],
];

/** A tree of one part with that map. */
function withPart(toImage: Affine): { root: TestNode } {
  const { root } = tree();
  return { root: { ...root, children: [{ ...root, step: 1, toImage }] } };
}

describe('outlineSvg', () => {
  test('the frame of a part is the inverse image of [-1, 1]²', () => {
    // toImage is 2p + 1: the frame is x, y from -1 to 0, i.e. pixel centres 0 to 13.5, upper left.
    const svg = outlineSvg(image, tree(1));
    expect(paths(svg)).toEqual(['M0.5 0.5L14 0.5L14 14L0.5 14ZM7.25 0.5L7.25 2.19']);
    expect(svg).toContain('stroke="#56b4e9"');
    expect(svg).toContain('viewBox="-4.2 -4.2 36.4 36.4"');
    expect(xmlFault(svg)).toBeNull();
  });

  test('the whole frame is the image, corner pixels by their centres', () => {
    const whole = withPart(identity);
    expect(paths(outlineSvg(image, whole))[0]).toMatch(/^M0.5 0.5L27.5 0.5L27.5 27.5L0.5 27.5Z/);
  });

  test("subparts on request, dashed, in their part's colour", () => {
    expect(paths(outlineSvg(image, tree(2, 3)))).toHaveLength(2);
    const svg = outlineSvg(image, tree(2, 3), { depth: 2 });
    expect(paths(svg)).toHaveLength(2 + 6);
    expect(svg.match(/stroke="#e69f00"/g)).toHaveLength(1 + 3);
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(6);
    expect(xmlFault(svg)).toBeNull();
  });

  test('a part without a finite frame is left out', () => {
    for (const toImage of [
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
      [
        [Number.NaN, 0, 0],
        [0, 1, 0],
      ],
      [],
    ]) {
      const one = withPart(toImage);
      const svg = outlineSvg(image, one, { title: '<x> & "y"' });
      expect(paths(svg)).toHaveLength(0);
      expect(xmlFault(svg)).toBeNull();
    }
  });

  test('preimage undoes a rotated, sheared map', () => {
    const matrix = [
      [1.2, 0.7, 0.3],
      [-0.4, 2.1, -0.6],
    ];
    const [x, y] = preimage(matrix, [0.5, -1])!;
    expect(1.2 * x + 0.7 * y + 0.3).toBeCloseTo(0.5, 12);
    expect(-0.4 * x + 2.1 * y - 0.6).toBeCloseTo(-1, 12);
    expect([toPixels(-1, 28), toPixels(1, 28), toPixels(0, 28)]).toEqual([0.5, 27.5, 14]);
  });
});
