import { expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as datasets from '../src/index.js';
import { idxFile } from './idxFile.js';
import { grey } from './node/folder/freshFolder.js';

const images = Uint8Array.from({ length: 64 }, (_, i) => 4 * i);
const source = {
  name: 'squares',
  split: 'train',
  imageShape: [4, 4, 1],
  images,
  labels: Uint8Array.of(0, 1, 2, 3),
};
const squares = datasets.createDataset(source as unknown as datasets.Dataset);
const shownTwice = { ...squares, labels: Uint8Array.of(0, 0, 1, 1) };
const idx = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 7);
const idxLabels = idxFile([2], [0, 1]);
const idxImages = idxFile([2, 1, 1], [7, 8]);
const idxOptions = { name: 'two', split: 'test', imagesPath: 'i', labelsPath: 'l', classNames: ['a', 'b'] };

const files = [1, 2].map((value) => ({
  path: `photos/${value}.png`,
  content: new Blob([grey(value) as Uint8Array<ArrayBuffer>]),
}));

const leftOut: datasets.LeftOut = {
  reason: 'hidden',
  words: 'hidden',
  count: 1,
  examples: ['photos/.a.png'],
};
/** Of everything something, so that every word is made. */
const found: datasets.FolderDescription = {
  folder: 'photos',
  splits: { train: 'train', test: 'test' },
  train: 3,
  test: 2,
  classes: [
    { name: 'a', train: 2, test: 2 },
    { name: 'b', train: 1, test: 0 },
  ],
  looked: 4,
  sizes: [{ width: 2, height: 2, count: 3 }],
  modes: [{ mode: 'grey', count: 3 }],
  onPaper: 1,
  paper: false,
  light: 0.5,
  blank: 1,
  leftOut: [leftOut],
  bad: [{ path: 'photos/bad.png', reason: 'is cut off' }],
  unseen: ['photos/later'],
};

/** Calls with right arguments. */
const rightCalls: Readonly<Record<string, readonly unknown[]>> = {
  amongOthers: [new Float32Array(32), [4, 4, 1], { others: 1, pieces: 0.5, none: 0.5 }, { seed: 1, step: 1 }],
  augmentBatch: [new Float32Array(16), [4, 4, 1], { rotate: 1, shift: 1 }, { seed: 1, step: 1 }],
  batchIndices: [4, 2, 1, 1],
  batchOf: [squares, [0, 1]],
  requireIndex: [squares, 0],
  coloured: [squares, { seed: 1, size: [2, 2] }],
  createDataset: [source],
  describeFiles: [files, {}],
  digitPairs: [squares, { seed: 1, canvas: [8, 8], length: 2 }],
  digitsOfPair: [37],
  folderLines: [found],
  folderTable: [found],
  idxDataset: [idxImages, idxLabels, idxOptions],
  imagesOfFiles: [files, { split: 'train', size: [2, 2] }],
  leftOutWords: [[leftOut]],
  meanImage: [squares],
  meanImageSse: [squares, squares],
  onlyClasses: [squares, [1]],
  oneShotRuns: [shownTwice, { count: 1, ways: 2, seed: 1 }],
  order: [4, 1, 1],
  parseIdx: [idx, 'path'],
  preprocessingOf: [squares],
  recipeOf: ['squared', 1, {}, [squares]],
  recombined: [squares, { count: 2, joined: 0.5, seed: 1 }],
  sceneSource: [[squares], { count: [0, 1], length: 2, scale: 1, canvas: [12, 12] }],
  scenes: [[squares], { count: 1, length: 2, scale: [0.9, 1], canvas: 12, seed: 1 }],
  sequentialBatches: [squares, 2],
  subset: [squares, 0, 2],
  trainingData: [squares, { augment: { shift: 1 } }],
  whereLabel: [squares, () => true],
  withoutClasses: [squares, [1]],
};

const functions = exportedFunctions(datasets);

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls).sort()).toEqual(functions);
});

test.each(functions)('%s throws its own errors', async (name) => {
  const own = (datasets as unknown as Record<string, Call>)[name]!;
  const call: Call =
    name === 'sequentialBatches' ? (...values) => [...(own(...values) as Iterable<unknown>)] : own;
  await expectOwnErrors(call, rightCalls[name]!);
});

test('an error tells which argument is at fault', () => {
  expect(() => datasets.batchOf(squares, 'x' as never)).toThrow(
    expect.objectContaining({
      code: 'RNP_CONFIG',
      path: 'indices',
      complaint: expect.stringMatching(/^must be/),
    }),
  );
});

test('what is not given at all is named, also where the arguments before it are right', () => {
  const { idxDataset, folderLines, leftOutWords } = datasets;
  const path = (call: unknown, ...values: unknown[]): unknown => {
    try {
      return (call as Call)(...values);
    } catch (error) {
      return (error as { readonly path?: string }).path;
    }
  };
  expect([
    path(idxDataset),
    path(idxDataset, idxImages),
    path(idxDataset, idxImages, idxLabels, { name: 'two', split: 'test' }),
    path(folderLines),
    path(folderLines, { ...found, classes: [{ name: 'a' }] }),
    path(leftOutWords, [{ ...leftOut, examples: undefined }]),
  ]).toEqual([
    'images',
    'options',
    'options.imagesPath',
    'found',
    'found.classes[0].train',
    'leftOut[0].examples',
  ]);
});
