import { expect, test } from '@jest/globals';
import { type AffineRows, type ParseNode, type ParseTree, parseTreeSchema } from '@rnp/recursive-decoder';
import { parseTreeSvg } from '@rnp/viz';
import { ownCanvas } from '../../src/shared/ownCanvas.js';

const whole: AffineRows = [
  [1, 0, 0],
  [0, 1, 0],
];
const small: AffineRows = [
  [4, 0, 0],
  [0, 4, 0],
];
/** A dark part that hides all behind it, in the middle of a bright ground. */
const part: ParseNode = {
  level: 0,
  step: 1,
  program: [0],
  action: [0, 0, 0, 0, 0, 0],
  toParent: small,
  toImage: small,
  patch: { shape: [2, 2, 2], data: [0.25, 1, 0.25, 1, 0.25, 1, 0.25, 1] },
  children: [],
};
const tree: ParseTree = {
  schema: parseTreeSchema,
  version: 1,
  imageShape: [9, 9, 1],
  compositing: 'over',
  ground: { shape: [1, 1, 1], data: [0.75] },
  root: {
    level: 1,
    step: 0,
    program: [0],
    action: null,
    toParent: null,
    toImage: whole,
    children: [part],
  },
};
const size = { width: 9, height: 9 };

test('the whole tree stands before its ground, and a part has none behind it', () => {
  const { channels, data } = ownCanvas(tree, tree.root, size);
  expect([channels, data[0], data[40]]).toEqual([1, 0.75, 0.25]);
  const own = ownCanvas(tree, part, size);
  expect([own.channels, own.data[0], own.data[40]]).toEqual([1, 0.25, 0.25]);
});

test('a tree whose parts hide what is behind them is drawn as SVG', () => {
  expect(parseTreeSvg(tree, (node) => ownCanvas(tree, node, size))).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
});
