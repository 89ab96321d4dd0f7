import { describe, expect, test } from '@jest/globals';
import { createDataset, onlyClasses, whereLabel, withoutClasses } from '../../src/index.js';
import { codeOf } from '../codeOf.js';
import { tiny } from '../tinyDataset.js';

describe('choosing by class', () => {
  test('keeps images, labels, groups and their order', () => {
    const chosen = withoutClasses(tiny, [1]);
    expect(chosen).toMatchObject({ name: 'tiny', length: 4, classNames: ['a', 'b', 'c'] });
    expect([...chosen.labels!]).toEqual([0, 2, 0, 2]);
    expect([...chosen.groups!]).toEqual([0, 0, 1, 1]);
    expect([...chosen.images].filter((_, at) => at % 4 === 0)).toEqual([0, 20, 30, 50]);
  });

  test('only and without are each other’s rest, by name as by number', () => {
    expect(onlyClasses(tiny, ['b'])).toEqual(withoutClasses(tiny, [0, 'c']));
    const { recipe, ...all } = whereLabel(tiny, () => true);
    expect(all).toEqual(tiny);
    expect(recipe!.options).toEqual({ classes: [0, 1, 2] });
  });

  test('what cannot be chosen is refused', () => {
    expect(codeOf(() => onlyClasses(tiny, [3]))).toBe('RNP_CONFIG');
    expect(codeOf(() => withoutClasses(tiny, ['d']))).toBe('RNP_CONFIG');
    expect(codeOf(() => withoutClasses(tiny, [0, 1, 2]))).toBe('RNP_CONFIG');
    const plain = createDataset({ name: 'x', split: 'y', imageShape: [1, 1, 1], images: new Uint8Array(2) });
    expect(codeOf(() => whereLabel(plain, () => true))).toBe('RNP_CONFIG');
    const later = (async () => false) as unknown as () => boolean;
    expect(() => whereLabel(tiny, later)).toThrow(/takes\(\): must answer true or false, not a promise/);
  });
});
