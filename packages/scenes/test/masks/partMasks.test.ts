import { expect, test } from '@jest/globals';
import type { AffineRows, ParseNode } from '@rnp/recursive-decoder';
import { partMasks, type SceneExplanation } from '../../src/index.js';

/** Half as wide as the frame and as high, at its left or its right. */
function half(step: number, side: -1 | 1): ParseNode {
  const toParent: AffineRows = [
    [2, 0, -side],
    [0, 1, 0],
  ];
  const patch = { shape: [2, 2, 1], data: [1, 1, 1, 1] } as const;
  const action = [0, 0, 0, 0, 0, 0] as const;
  return { level: 0, step, program: [0], action, toParent, toImage: toParent, patch, children: [] };
}

const [h, w] = [6, 12];
const at = (x: number, y: number): number => y * w + x;

/** An object of six columns and four rows about (7.5, 2.5), and one about it that has all else. */
function scene(figure: Uint8Array): SceneExplanation {
  const owners = new Uint8Array(h * w).fill(1);
  for (let y = 1; y < 5; y++) for (let x = 5; x < 11; x++) owners[at(x, y)] = 2;
  const root = (children: ParseNode[]): ParseNode => ({
    level: 1,
    step: 0,
    program: [0],
    action: null,
    toParent: null,
    toImage: [
      [1, 0, 0],
      [0, 1, 0],
    ],
    children,
  });
  const tree = (children: ParseNode[]): SceneExplanation['objects'][number]['tree'] => ({
    schema: 'rnp-parse-tree',
    version: 1,
    imageShape: [4, 4, 1],
    root: root(children),
  });
  const object = { saved: 1, model: 0 };
  return {
    imageShape: [h, w, 1],
    objects: [
      { ...object, frame: { x: 0, y: 0, side: 4 }, tree: tree([half(1, -1)]) },
      { ...object, frame: { x: 7.5, y: 2.5, side: 6 }, tree: tree([half(1, -1), half(2, 1)]) },
    ],
    drawing: new Float32Array(h * w),
    ground: new Float32Array(h * w),
    owners,
    figure,
    squaredError: 0,
  };
}

test('the parts of an object lie where its frame does', () => {
  const [whole, left, right] = partMasks(scene(new Uint8Array(h * w).fill(1)), 1);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const isOwn = x >= 5 && x < 11 && y >= 1 && y < 5;
      expect([x, y, whole!.mask[at(x, y)]]).toEqual([x, y, isOwn ? 1 : 0]);
      expect([x, y, left!.mask[at(x, y)]]).toEqual([x, y, isOwn && x < 7.5 ? 1 : 0]);
      expect([x, y, right!.mask[at(x, y)]]).toEqual([x, y, isOwn && x > 7.5 ? 1 : 0]);
    }
  }
});

test('what is no figure is nobody’s, and an object that owns no pixel has masks with none', () => {
  const figure = new Uint8Array(h * w);
  figure[at(5, 1)] = 1;
  const there = scene(figure);
  expect(partMasks(there, 1).map(({ mask }) => mask.indexOf(1))).toEqual([at(5, 1), at(5, 1), -1]);
  expect(partMasks(there, 0).every(({ mask }) => mask.length === h * w && !mask.includes(1))).toBe(true);
});

test.each([-1, 2, 0.5])('a scene of two objects has none at %d', (object) => {
  expect(() => partMasks(scene(new Uint8Array(h * w)), object)).toThrow(/object.*whole number from 0 to 1/);
});

test('a scene without objects has none to take apart', () => {
  const empty = { ...scene(new Uint8Array(h * w)), objects: [] };
  expect(() => partMasks(empty, 0)).toThrow(/scene.*has no objects/);
});
