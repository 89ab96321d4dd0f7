import { expect, test } from '@jest/globals';
import { partFiguresOf, partRows } from '../../src/record/partFigures.js';

test('parts are counted in all, and class by class in the order of the classes', () => {
  const labels = Uint8Array.from([2, 0, 2, 1, 0]);
  const figures = partFiguresOf([4, 1, 2, 3], { labels, classNames: ['a', 'b'] });
  expect(figures).toEqual({
    perImage: 2.5,
    perClass: [
      { class: 'a', images: 1, parts: 1 },
      { class: 'b', images: 1, parts: 3 },
      { class: '2', images: 2, parts: 3 },
    ],
  });
  expect(partRows(figures, 4)).toEqual([
    ['parts per image', '2.50', 'that earn their presence, of 4'],
    ['parts of a', '1', '1 image'],
    ['parts of b', '3', '1 image'],
    ['parts of 2', '3', '2 images'],
  ]);
  expect(partFiguresOf([1, 2], {})).toEqual({ perImage: 1.5, perClass: null });
});

test('more classes than a table is read with are left to those who read JSON', () => {
  const many = Array.from({ length: 21 }, (_, i) => i);
  const figures = partFiguresOf(many, { labels: Uint8Array.from(many) });
  expect(figures.perClass).toHaveLength(21);
  expect(partRows(figures, 30)).toHaveLength(1);
});
