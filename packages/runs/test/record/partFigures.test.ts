import { expect, test } from '@jest/globals';
import { partFiguresOf, partRows } from '../../src/record/partFigures.js';

test('parts are counted in all, and class by class in the order of the classes', () => {
  const labels = Uint8Array.from([2, 0, 2, 1, 0]);
  const figures = partFiguresOf([[4, 1, 2, 3]], { labels, classNames: ['a', 'b'] });
  expect(figures).toEqual({
    perImage: 2.5,
    perLevel: [2.5],
    perClass: [
      { class: 'a', images: 1, parts: 1 },
      { class: 'b', images: 1, parts: 3 },
      { class: '2', images: 2, parts: 3 },
    ],
  });
  expect(partRows(figures, [4, 3])).toEqual([
    ['parts per image', '2.50', 'that earn their presence, of 4'],
    ['parts of a', '1', '1 image'],
    ['parts of b', '3', '1 image'],
    ['parts of 2', '3', '2 images'],
  ]);
  expect(partFiguresOf([[1, 2]], {})).toEqual({ perImage: 1.5, perLevel: [1.5], perClass: null });
});

test('of deeper levels, how many an image has, and each part above', () => {
  const figures = partFiguresOf(
    [
      [2, 1],
      [4, 2],
      [8, 1],
    ],
    {},
  );
  expect(figures).toEqual({ perImage: 1.5, perLevel: [1.5, 3, 4.5], perClass: null });
  expect(partRows(figures, [4, 3, 5])).toEqual([
    ['parts per image', '1.50', 'that earn their presence, of 4'],
    ['subparts per image', '3', '2 of each of the parts, of 3'],
    ['level 3 per image', '4.50', '1.50 of each of the subparts, of 5'],
  ]);
  const none = partFiguresOf([[0], [0]], {});
  expect(partRows(none, [4, 3])[1]).toEqual(['subparts per image', '0', '0 of each of the parts, of 3']);
});

test('more classes than a table is read with are left to those who read JSON', () => {
  const many = Array.from({ length: 21 }, (_, i) => i);
  const figures = partFiguresOf([many], { labels: Uint8Array.from(many) });
  expect(figures.perClass).toHaveLength(21);
  expect(partRows(figures, [30])).toHaveLength(1);
});
