import { expect, test } from '@jest/globals';
import { type AffineRows, type ParseTree, parseTreeSchema } from '@rnp/recursive-decoder';
import { pageOf } from '../../src/panels/draw/pageOf.js';

const rows = (scale: number): AffineRows => [
  [scale, 0, 0],
  [0, scale, 0],
];

/** One part that hides all behind it, in the middle of a ground. */
const treeBefore = (ground: number): ParseTree => ({
  schema: parseTreeSchema,
  version: 1,
  imageShape: [9, 9, 1],
  compositing: 'over',
  ground: { shape: [1, 1, 1], data: [ground] },
  root: {
    level: 1,
    step: 0,
    program: [0],
    action: null,
    toParent: null,
    toImage: rows(1),
    children: [
      {
        level: 0,
        step: 1,
        program: [0],
        action: [0, 0, 0, 0, 0, 0],
        toParent: rows(4),
        toImage: rows(4),
        patch: { shape: [2, 2, 2], data: [0.25, 1, 0.25, 1, 0.25, 1, 0.25, 1] },
        children: [],
      },
    ],
  },
});

test('a page of parts that hide shows the ground in the drawing, and behind no part of the tree', () => {
  const image = { width: 9, height: 9, channels: 1, data: new Float32Array(81) } as const;
  const picturesOf = (ground: number): string[] =>
    pageOf({ tree: treeBefore(ground), image, model: 'a model', edited: false }).match(
      /data:image\/png;base64,[^"']+/g,
    )!;
  const [dark, bright] = [picturesOf(0), picturesOf(0.75)];
  expect(bright).toHaveLength(dark.length);
  const other = bright.filter((picture, i) => picture !== dark[i]);
  expect(other).toHaveLength(1);
});
