import { beforeAll, describe, expect, test } from '@jest/globals';
import { embeddedDigits } from '../../src/digits/index.js';
import {
  coloured,
  createDataset,
  type Dataset,
  digitPairs,
  recipeOf,
  recombined,
  scenes,
  subset,
  whereLabel,
  withoutClasses,
} from '../../src/index.js';
import { datasetDigest } from '../../src/node/index.js';

let digits: Dataset;
beforeAll(async () => {
  digits = subset(await embeddedDigits({ split: 'test' }), 0, 100);
});

const made: Readonly<Record<string, (of: Dataset) => Dataset>> = {
  subset: (of) => subset(of, 10, 90),
  whereLabel: (of) => whereLabel(of, (label) => label % 2 === 0),
  coloured: (of) => coloured(of, { seed: 3 }),
  recombined: (of) => recombined(of, { count: 50, joined: 0.5, seed: 3 }),
  digitPairs: (of) => digitPairs(of, { seed: 3, length: 50 }),
  scenes: (of) => scenes([of], { seed: 3, length: 50, background: 'clutter' }),
};

describe('what a data set was made of', () => {
  // Other images of the same recipe are another version of it: raise that together with the digest.
  test.each([
    ['subset', 1, 'e84e597e9f9a36ee9241d9860dd70b04074d88a8a5410268da908920161c987a'],
    ['whereLabel', 1, 'f13ec30518ec8002fb0650b4b53247029df012ebcab9a441e1aee767eef732e1'],
    ['coloured', 1, 'c6fd7e95f1c22b0b4dd9bbb7b8cbd8af88dd9771eab66de216d6addfa52c0f18'],
    ['recombined', 1, '68a1464abaabf042a3f268a1b809c031960bfaf20b7c197a7720e0f3a213050e'],
    ['digitPairs', 1, 'e74abbaa59e082e3d519d3272d2d6ccb976a67fde822de77ffce512a4e791ac9'],
    ['scenes', 1, 'd3603beb8a9e9fde00e1df967a8f07f63ba8e85ea5256fac14d3ad5c16f6737f'],
  ])('%s, version %i, makes the images that it always made', (name, version, digest) => {
    const dataset = made[name]!(digits);
    expect(dataset.recipe).toMatchObject({ name, version });
    expect(datasetDigest(dataset)).toBe(digest);
  });

  test('recipes hold those of their sources, options filled in, down to what was loaded', async () => {
    const loaded = await embeddedDigits({ split: 'train' });
    expect(loaded.recipe).toBeUndefined();
    const dataset = recombined(withoutClasses(loaded, [7]), { count: 9, joined: 1, seed: 2 });
    expect(JSON.parse(JSON.stringify(dataset.recipe))).toEqual({
      name: 'recombined',
      version: 1,
      options: { count: 9, joined: 1, seed: 2 },
      of: [
        {
          name: 'whereLabel',
          version: 1,
          options: { classes: [0, 1, 2, 3, 4, 5, 6, 8, 9] },
          of: ['digits (train)'],
        },
      ],
    });
    expect(digitPairs(loaded, { seed: 1 }).recipe!.options).toEqual({
      seed: 1,
      canvas: [56, 56],
      length: 9000,
    });
  });

  test.each(Object.keys(made))('%s of a source with one other pixel has another digest', (name) => {
    const others = createDataset({ ...digits, images: digits.images.map((value) => value ^ 1) });
    expect(datasetDigest(made[name]!(others))).not.toBe(datasetDigest(made[name]!(digits)));
  });

  test('a digest is of images, shape, labels and groups, not of names or of how wide labels are kept', () => {
    const { length: _, recipe: __, preprocessing: ___, ...source } = digits;
    const digest = datasetDigest(digits);
    const same = createDataset({ ...source, name: 'copy', labels: Uint16Array.from(digits.labels!) });
    expect(datasetDigest(same)).toBe(digest);
    const { labels, classNames, ...unlabelled } = source;
    const others = [
      createDataset(unlabelled),
      createDataset({ ...source, labels: labels!.map((label) => (label + 1) % 10) }),
      createDataset({ ...unlabelled, groups: labels!, groupNames: classNames! }),
      createDataset({ ...source, imageShape: [14, 56, 1] }),
    ];
    expect(new Set([digest, ...others.map(datasetDigest)]).size).toBe(5);
  });

  test('one’s own recipes stand beside ours', () => {
    const recipe = recipeOf('negative', 2, { of: 'ink' }, [digits, made.subset!(digits)]);
    const images = digits.images.map((value) => 255 - value);
    const negative = createDataset({ ...digits, images, recipe });
    expect(subset(negative, 0, 1).recipe!.of).toEqual([recipe]);
    expect(recipe.of).toEqual([digits.recipe, made.subset!(digits).recipe]);
  });
});
