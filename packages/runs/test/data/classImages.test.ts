import { describe, expect, test } from '@jest/globals';
import { createDataset } from '@rnp/datasets';
import { classOf, indicesOfClasses } from '../../src/data/classImages.js';

const imageShape = [1, 1, 1] as const;
const images = new Uint8Array(4);
const named = createDataset({
  name: 'clothes',
  split: 'test',
  imageShape,
  images,
  labels: Uint8Array.from([2, 0, 2, 0]),
  classNames: ['Shirt', 'Bag', '7'],
});
const plain = createDataset({ name: 'plain', split: 'test', imageShape, images });

describe('images by their classes', () => {
  test('a class is known by its name or number, a name before a number', () => {
    expect(indicesOfClasses(named, ['Shirt', '7', '0', '2'])).toEqual([1, 0, 3, 2]);
    expect([classOf(named, 0), classOf(named, 1), classOf(plain, 0)]).toEqual(['class 7', 'Shirt', null]);
  });

  test.each([
    [
      named,
      ['Shrit'],
      'clothes has no class Shrit; its classes are 0 to 2, or their names. Did you mean Shirt?',
    ],
    [named, ['3'], 'clothes has no class 3'],
    [named, ['Bag'], 'clothes, split test, has no image of class Bag'],
    [named, ['Shirt', '0', '0'], 'clothes, split test, has only 2 images of class 0'],
    [plain, ['0'], 'plain has no classes; give indices of images, without --class'],
  ])('%#: what is not there is said', (data, classes, message) => {
    expect(() => indicesOfClasses(data, classes)).toThrow(message);
  });
});
