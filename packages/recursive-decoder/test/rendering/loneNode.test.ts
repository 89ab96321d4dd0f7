import { describe, expect, test } from '@jest/globals';
import { type ParseNode, type ParseTree, renderTree } from '../../src/index.js';

const action = [0, 0, 0, 0, 0, 0] as const;
const patch = { shape: [2, 2, 1], data: [1, 1, 1, 1] } as const;
/** Half as large as its part's frame, and beyond its right edge. */
const leaf: ParseNode = {
  level: 0,
  step: 1,
  program: [0],
  action,
  toParent: [
    [2, 0, -2],
    [0, 2, 0],
  ],
  toImage: [
    [4, 0, -2],
    [0, 4, 0],
  ],
  patch,
  children: [],
};
const part: ParseNode = {
  level: 1,
  step: 1,
  program: [0],
  action,
  toParent: [
    [2, 0, 0],
    [0, 2, 0],
  ],
  toImage: [
    [2, 0, 0],
    [0, 2, 0],
  ],
  children: [leaf],
};
const tree: ParseTree = {
  schema: 'rnp-parse-tree',
  version: 1,
  imageShape: [16, 16, 1],
  border: 'soft',
  root: {
    level: 2,
    step: 0,
    program: [0],
    action: null,
    toParent: null,
    toImage: [
      [1, 0, 0],
      [0, 1, 0],
    ],
    children: [part],
  },
};
const size = { width: 40, height: 40 };

describe('a node without its tree', () => {
  test('has the soft borders of the tree that is named', () => {
    const soft = renderTree(tree, { ...size, path: [0] });
    expect(renderTree(part, { ...size, tree })).toEqual(soft);
    expect(renderTree(part, size)).not.toEqual(soft);
    expect(renderTree(part, size)).toEqual(renderTree({ ...tree, border: 'hard' }, { ...size, path: [0] }));
  });

  test('in its own frame, too', () => {
    const own = { ...size, frame: 'own' } as const;
    const soft = renderTree(tree, own);
    expect(renderTree(tree.root, { ...own, tree })).toEqual(soft);
    expect(renderTree(tree.root, own)).not.toEqual(soft);
  });

  test('stands before the ground of its tree if it is the root in its own frame, and else alone', () => {
    const dark: ParseNode = {
      ...leaf,
      patch: { shape: [2, 2, 2], data: [0.25, 1, 0.25, 1, 0.25, 1, 0.25, 1] },
    };
    const middle: ParseNode = {
      ...part,
      children: [
        {
          ...dark,
          toParent: [
            [4, 0, 0],
            [0, 4, 0],
          ],
        },
      ],
    };
    const over: ParseTree = {
      ...tree,
      compositing: 'over',
      ground: { shape: [1, 1, 1], data: [0.75] },
      root: { ...tree.root, children: [middle] },
    };
    const own = { width: 9, height: 9, frame: 'own', tree: over } as const;
    const { channels, data } = renderTree(over.root, own);
    expect([channels, data[0], data[40]]).toEqual([1, 0.75, 0.25]);
    expect(renderTree(over.root, own)).toEqual(renderTree(over, { width: 9, height: 9 }));
    const alone = renderTree(middle, own);
    expect([alone.channels, alone.data[0], alone.data[40]]).toEqual([1, 0, 0.25]);
    expect(renderTree(over.root, { ...own, frame: 'image' }).data[0]).toBe(0);
    expect(renderTree(over.root, { ...own, path: [0] }).data[0]).toBe(0);
    const broken = { ...over, ground: { shape: [1, 1, 1], data: [] } } as ParseTree;
    expect(() => renderTree(over.root, { ...own, tree: { ...broken, root: over.root } })).toThrow(
      expect.objectContaining({ code: 'RNP_PARSE_TREE' }),
    );
  });

  test('of a tree with hard borders, or none said, has hard ones', () => {
    const { border: _, ...unsaid } = tree;
    expect(renderTree(part, { ...size, tree: unsaid })).toEqual(renderTree(part, size));
  });

  test('names a tree that is none, and no second one', () => {
    expect(() => renderTree(part, { ...size, tree: 'soft' as never })).toThrow(
      expect.objectContaining({ code: 'RNP_PARSE_TREE', path: 'tree' }),
    );
    expect(() => renderTree(part, { ...size, tree: { imageShape: [0, 1] as never } })).toThrow(
      expect.objectContaining({ code: 'RNP_PARSE_TREE' }),
    );
    expect(() => renderTree(part, { ...size, tree: { ...tree, border: 'fuzzy' as never } })).toThrow(
      expect.objectContaining({ code: 'RNP_PARSE_TREE', path: 'border' }),
    );
    expect(() => renderTree(tree, { ...size, tree })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path: 'tree' }),
    );
  });
});
