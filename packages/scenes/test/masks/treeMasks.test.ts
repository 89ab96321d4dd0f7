import { describe, expect, test } from '@jest/globals';
import { type AffineRows, type ParseNode, type ParseTree, parseTreeSchema } from '@rnp/recursive-decoder';
import fc from 'fast-check';
import { type NodeMask, treeMasks } from '../../src/index.js';

const action = [0, 0, 0, 0, 0, 0] as const;
const whole: AffineRows = [
  [1, 0, 0],
  [0, 1, 0],
];

/** A bright bar, half as wide as its parent's frame and a quarter as high, whose middle lies there. */
function leaf(step: number, x: number, y: number, value = 1): ParseNode {
  const toParent: AffineRows = [
    [2, 0, -2 * x],
    [0, 4, -4 * y],
  ];
  const patch = { shape: [2, 2, 1], data: [value, value, value, value] } as const;
  return { level: 0, step, program: [0], action, toParent, toImage: toParent, patch, children: [] };
}

function node(
  step: number,
  level: number,
  toParent: AffineRows | null,
  children: readonly ParseNode[],
): ParseNode {
  return {
    level,
    step,
    program: [0],
    action: toParent === null ? null : action,
    toParent,
    toImage: toParent ?? whole,
    children,
  };
}

function treeOf(root: ParseNode, side = 9): ParseTree {
  return { schema: parseTreeSchema, version: 1, imageShape: [side, side, 1], root };
}

/** Rows of a mask, '#' within it. */
function rowsOf({ mask }: NodeMask, width: number): string[] {
  const text = Array.from(mask, (is) => (is === 0 ? '.' : '#')).join('');
  return Array.from({ length: mask.length / width }, (_, y) => text.slice(y * width, (y + 1) * width));
}

/** Siblings share no pixel, and children have those of their parent together. */
function expectTakenApart(masks: readonly NodeMask[]): void {
  for (const { path, mask } of masks) {
    const children = masks.filter((one) => one.path.length === path.length + 1 && startsWith(one.path, path));
    if (children.length === 0) continue;
    const held = Uint8Array.from(mask, (_, at) => children.reduce((sum, child) => sum + child.mask[at]!, 0));
    expect(held).toEqual(mask);
  }
}

function startsWith(path: readonly number[], start: readonly number[]): boolean {
  return start.every((index, i) => path[i] === index);
}

test('two parts have a half each of what they draw, and nothing of the ground', () => {
  const masks = treeMasks(treeOf(node(0, 1, null, [leaf(1, -0.5, 0), leaf(2, 0.5, 0)])));
  expect(masks.map(({ path }) => path)).toEqual([[], [0], [1]]);
  expectTakenApart(masks);
  const rows = masks.map((mask) => rowsOf(mask, 9)[4]!);
  expect(rows[0]).toBe('#########');
  // The pixel in the middle is as much the one's as the other's, and goes to the first.
  expect(rows[1]).toBe('#####....');
  expect(rows[2]).toBe('.....####');
  expect(rowsOf(masks[0]!, 9)[0]).toBe('.........');
});

test('a part above another has the pixels where it draws more', () => {
  const masks = treeMasks(treeOf(node(0, 1, null, [leaf(1, 0, 0, 0.4), leaf(2, 0, 0, 0.9)])));
  expect(masks[1]!.mask.every((is) => is === 0)).toBe(true);
  expect(masks[2]!.mask).toEqual(masks[0]!.mask);
});

test('pixels that are given are all taken, by the nearest where nobody draws', () => {
  const within = new Uint8Array(81).fill(1);
  const masks = treeMasks(treeOf(node(0, 1, null, [leaf(1, -0.5, -0.5), leaf(2, 0.5, 0.5)])), { within });
  expect(masks[0]!.mask).toEqual(within);
  expectTakenApart(masks);
  expect([masks[1]!.mask[0], masks[2]!.mask[80]]).toEqual([1, 1]);
});

test('what nobody draws is the first part\u2019s, where it is said to be the tree\u2019s', () => {
  const within = new Uint8Array(81).fill(1);
  const masks = treeMasks(treeOf(node(0, 1, null, [leaf(1, 0, 0, 0), leaf(2, 0, 0, 0)])), { within });
  expect([masks[1]!.mask, masks[2]!.mask]).toEqual([within, new Uint8Array(81)]);
});

describe('parts that lie over each other', () => {
  /** Of premultiplied colour and alpha: they say what is seen, and not how bright it is. */
  const covering = (step: number, x: number, colour: number, alpha: number): ParseNode => {
    const pixel = [colour * alpha, alpha];
    return { ...leaf(step, x, 0), patch: { shape: [2, 2, 2], data: [pixel, pixel, pixel, pixel].flat() } };
  };
  const over = (children: readonly ParseNode[], ground?: number): ParseTree => ({
    ...treeOf(node(0, 1, null, children)),
    compositing: 'over',
    ...(ground !== undefined && { ground: { shape: [2, 2, 1], data: [ground, ground, ground, ground] } }),
  });

  test('a dark one in front has its pixels, not the bright one that it hides', () => {
    const masks = treeMasks(over([covering(1, 0, 1, 1), covering(2, 0, 0.05, 1)]));
    expectTakenApart(masks);
    expect(masks[1]!.mask.every((is) => is === 0)).toBe(true);
    expect(masks[2]!.mask).toEqual(masks[0]!.mask);
    expect(rowsOf(masks[0]!, 9)[0]).toBe('.........');
  });

  test('what one in front hardly covers is the one\u2019s behind it', () => {
    const masks = treeMasks(over([covering(1, 0, 0.2, 1), covering(2, 0, 1, 0.3)]));
    expect(masks[1]!.mask).toEqual(masks[0]!.mask);
  });

  test('a bright ground is none of the figure, at any level', () => {
    const bare = treeMasks(over([covering(1, 0, 0, 1)], 0.9));
    expect(rowsOf(bare[0]!, 9)[4]).toBe('#########');
    expect(rowsOf(bare[0]!, 9)[0]).toBe('.........');
    const empty = treeMasks(over([covering(1, 0, 1, 0)], 1));
    expect(empty.every(({ mask }) => mask.every((is) => is === 0))).toBe(true);
    const tall = node(1, 1, whole, [covering(1, -0.5, 0.5, 1), covering(2, 0.5, 0.5, 1)]);
    const deep = treeMasks({ ...over([], 1), root: node(0, 2, null, [tall]) });
    expectTakenApart(deep);
    expect(deep.map((mask) => rowsOf(mask, 9)[4])).toEqual([
      '#########',
      '#########',
      '###......',
      '...######',
    ]);
  });
});

describe('trees of any places', () => {
  const place = fc.double({ min: -1.5, max: 1.5, noNaN: true });
  const leaves = fc.array(fc.tuple(place, place, fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 3,
  });
  const parts = fc.array(fc.tuple(place, place, leaves), { minLength: 1, maxLength: 3 });
  const trees = parts.map((list) =>
    treeOf(
      node(
        0,
        2,
        null,
        list.map(([x, y, below], i) =>
          node(
            i + 1,
            1,
            [
              [1.5, 0, x],
              [0, 1.5, y],
            ],
            below.map(([left, top, value], j) => leaf(j + 1, left, top, value)),
          ),
        ),
      ),
    ),
  );

  test.each([
    [[0, 4], 'options.size[0]'],
    [[4, 16385], 'options.size[1]'],
    [[16384, 16384], 'options.size'],
  ] as const)('of %j pixels are refused by the name of the option', (size, path) => {
    const tree = treeOf(node(0, 1, null, [leaf(1, 0, 0)]));
    expect(() => treeMasks(tree, { size })).toThrow(expect.objectContaining({ code: 'RNP_CONFIG', path }));
  });

  test('are taken apart at every level, with and without pixels that are given', () => {
    fc.assert(
      fc.property(trees, fc.uint8Array({ minLength: 35, maxLength: 35, max: 1 }), (tree, within) => {
        expectTakenApart(treeMasks(tree));
        const masks = treeMasks(tree, { size: [7, 5], within });
        expect(masks[0]!.mask).toEqual(within);
        expectTakenApart(masks);
      }),
    );
  });
});
