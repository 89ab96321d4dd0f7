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
  test('classes are known by their names, or by their numbers', () => {
    expect(indicesOfClasses(named, ['Shirt', '7', 'Shirt'])).toEqual([1, 0, 3]);
    expect(indicesOfClasses(named, ['0', '2', '0'])).toEqual([1, 0, 3]);
    expect([classOf(named, 0), classOf(named, 1), classOf(plain, 0)]).toEqual(['class 7', 'Shirt', null]);
  });

  test.each([
    {
      classes: ['1', '2'],
      taken: [0, 2],
      lines: [
        '1 is taken as a name, of the class with number 0',
        '2 is taken as a name, of the class with number 1',
      ],
    },
    // Only as numbers are all of these classes.
    { classes: ['0', '1'], taken: [0, 2], lines: ['1 is taken as a number, of the class called 2'] },
    // The name is the number.
    { classes: ['3'], taken: [3], lines: [] },
  ])('$classes, names and numbers of other classes, are one of both, and which is said', (given) => {
    const numbers = createDataset({
      name: 'numbers',
      split: 'test',
      imageShape,
      images,
      labels: Uint8Array.from([0, 2, 1, 3]),
      classNames: ['1', '2', 'x', '3'],
    });
    const lines: string[] = [];
    expect(indicesOfClasses(numbers, given.classes, (line) => lines.push(line))).toEqual(given.taken);
    expect(lines).toEqual(given.lines);
  });

  test('some by name and some by number are refused, with the classes', () => {
    expect(() => indicesOfClasses(named, ['0', 'Bag'])).toThrow(
      expect.objectContaining({
        code: 'RNP_USAGE',
        message:
          'Bag is the name of a class of clothes and 0 the number of one; give all by name or all by number',
        choices: ['0 Shirt', '1 Bag', '2 7'],
      }),
    );
  });

  test.each([
    [
      named,
      ['Shrit'],
      'clothes has no class Shrit; its classes are 0 to 2, or their names. Did you mean Shirt?',
    ],
    [named, ['3'], 'clothes has no class 3'],
    [named, ['Bag'], 'clothes, split test, has no image of class Bag'],
    [named, ['0', '0', '0'], 'clothes, split test, has only 2 images of class 0'],
    [plain, ['0'], 'plain has no classes; give indices of images, without class'],
  ])('%#: what is not there is said', (data, classes, message) => {
    expect(() => indicesOfClasses(data, classes)).toThrow(message);
  });
});
