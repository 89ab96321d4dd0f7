import { describe, expect, test } from '@jest/globals';
import { createRaster, decodePng } from '@rnp/images';
import fc from 'fast-check';
import { hex, parseTreeSvg, partColour } from '../../src/index.js';
import { layoutTree } from '../../src/svg/parseTreeLayout.js';
import { pixel, thrown, tree, xmlFault } from '../fixtures.js';

const pictures = (svg: string): string[] =>
  [...svg.matchAll(/data:image\/png;base64,([^"]*)/g)].map(([, data]) => data!);

describe('parseTreeSvg', () => {
  const svg = parseTreeSvg(tree(3, 2), (node) => node.raster, { title: 'A seven' });

  test('is well-formed, named, and holds everything in itself', () => {
    expect(xmlFault(svg)).toBeNull();
    expect(svg).toContain('role="img"');
    expect(svg).toContain('<title>A seven</title><desc>The image as a tree: 3 parts, 6 subparts.</desc>');
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(svg).toContain('image-rendering:pixelated');
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|@import/);
  });

  test('a picture per node, tinted by step, the root as it is', () => {
    const found = pictures(svg).map((data) => decodePng(Buffer.from(data, 'base64')));
    expect(found).toHaveLength(1 + 3 + 6);
    expect(pixel(found[0]!, 1, 1)).toEqual([128]);
    expect(pixel(found[1]!, 1, 1)).toEqual(partColour(0).map((value) => Math.round(value * 128)));
    const plain = parseTreeSvg(tree(1), (node) => node.raster, { tint: false });
    expect(decodePng(Buffer.from(pictures(plain)[1]!, 'base64')).channels).toBe(1);
  });

  test('edges and frames in the colours of parts; labels with step and action', () => {
    for (const step of [1, 2, 3]) expect(svg).toContain(`stroke="${hex(partColour(step - 1))}"`);
    expect(svg.match(/fill="none" stroke="#56b4e9" stroke-width="2.5"\/>/g)).not.toBeNull();
    expect(svg).toContain('>part 3<');
    expect(svg).toContain('>3.2<');
    // A small negative number is not written as −0.00.
    expect(svg).toContain('>s 0.25 0.00<');
    expect(svg).toContain('>r −0.50 k 0.10<');
    expect(svg).toContain('>t 0.20 −1.00<');
    expect(parseTreeSvg(tree(3), (node) => node.raster, { labels: 'step' })).not.toContain('>r −0.50');
  });

  test('the root alone, and any shape and title, are drawn', () => {
    expect(xmlFault(parseTreeSvg(tree(), (node) => node.raster))).toBeNull();
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }),
        fc.string({ unit: 'binary' }),
        (childrenPerLevel, title) => {
          const drawn = parseTreeSvg(tree(...childrenPerLevel), (node) => node.raster, { title });
          expect(xmlFault(drawn)).toBeNull();
          expect(drawn).not.toContain('NaN');
        },
      ),
      { numRuns: 30 },
    );
  });

  test('a picture that is none is refused', () => {
    const broken = { ...createRaster(2, 2, 1), width: 3 };
    expect(thrown(() => parseTreeSvg(tree(1), () => broken))).toMatchObject({ code: 'RNP_IMAGE_RASTER' });
  });
});

describe('layoutTree', () => {
  test('parents over the middle of their children; neighbours never overlap; all inside', () => {
    const { nodes, width, height } = layoutTree(tree(4, 3).root);
    for (const placed of nodes) {
      expect(placed.x - placed.size / 2).toBeGreaterThanOrEqual(0);
      expect(placed.x + placed.size / 2).toBeLessThanOrEqual(width);
      expect(placed.y + placed.size).toBeLessThanOrEqual(height);
      const children = nodes.filter(({ parent }) => parent === placed);
      if (children.length > 0) expect((children[0]!.x + children.at(-1)!.x) / 2).toBeCloseTo(placed.x, 9);
    }
    for (const depth of [1, 2]) {
      const row = nodes.filter((placed) => placed.depth === depth);
      for (let i = 1; i < row.length; i++)
        expect(row[i]!.x - row[i - 1]!.x).toBeGreaterThanOrEqual((row[i]!.size + row[i - 1]!.size) / 2);
    }
  });
});
