import { expect, test } from '@jest/globals';
import { createRaster } from '@rnp/images';
import { parsePageHtml, parseTreeSvg } from '../src/index.js';

interface Leaf {
  readonly level: number;
  readonly step: number;
  readonly action: null;
  readonly toImage: readonly (readonly number[])[];
  readonly children: readonly Leaf[];
}

const toImage = [
  [1, 0, 0],
  [0, 1, 0],
];

function treeOf(parts: number): { readonly root: Leaf } {
  const leaf = (step: number): Leaf => ({ level: 0, step, action: null, toImage, children: [] });
  const children = Array.from({ length: parts }, (_, i) => leaf(i + 1));
  return { root: { level: 1, step: 0, action: null, toImage, children } };
}

/** A tree that lies below itself. */
function endless(): { readonly root: Leaf } {
  const children: Leaf[] = [];
  const root: Leaf = { level: 1, step: 1, action: null, toImage, children };
  children.push(root);
  return { root };
}

const small = createRaster(4, 4, 1, 0.5);
const large = createRaster(3000, 3000, 1, 0.5);

const drawings = [
  ['parseTreeSvg', parseTreeSvg],
  [
    'parsePageHtml',
    (tree: { readonly root: Leaf }, rasterOf: (node: Leaf) => typeof small) =>
      parsePageHtml(
        tree,
        { image: small, redrawn: small, onImage: () => rasterOf(tree.root), onOwnCanvas: rasterOf },
        { title: 'A tree' },
      ),
  ],
] as const;

test.each(drawings)(
  '%s draws a tree within its limits and refuses others before it draws much',
  (_name, draw) => {
    expect(draw(treeOf(3), () => small)).toContain('<svg');
    const refused = { code: 'RNP_IMAGE_TOO_LARGE' };
    let drawn = 0;
    const counted = (picture: typeof small) => (): typeof small => {
      drawn += 1;
      return picture;
    };
    expect(() => draw(treeOf(10_000), counted(small))).toThrow(expect.objectContaining(refused));
    expect(() => draw(endless(), counted(small))).toThrow(expect.objectContaining(refused));
    expect(drawn).toBe(0);
    expect(() => draw(treeOf(12), counted(large))).toThrow(/64 million pixels/);
    expect(drawn).toBe(1);
  },
);

test.each(drawings)('%s refuses what is no tree by name', (_name, draw) => {
  for (const tree of [undefined, null, 7, {}, { root: null }, { root: {} }, { root: { children: [7] } }]) {
    expect(() => draw(tree as never, () => small)).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path: expect.stringMatching(/^tree/) }),
    );
  }
  expect(() => draw(treeOf(1), (() => null) as never)).toThrow(
    expect.objectContaining({ code: 'RNP_IMAGE_RASTER' }),
  );
});
