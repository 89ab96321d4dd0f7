import { expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as datasets from '../src/index.js';
import { grey } from './node/freshFolder.js';

/** What reads files is tried with damaged ones; words are made of what `describeFiles` gives. */
const elsewhere = ['idxDataset', 'folderLines', 'folderTable', 'leftOutWords'];

const images = Uint8Array.from({ length: 64 }, (_, i) => 4 * i);
const source = {
  name: 'squares',
  split: 'train',
  imageShape: [4, 4, 1],
  images,
  labels: Uint8Array.of(0, 1, 2, 3),
};
const squares = datasets.createDataset(source as unknown as datasets.Dataset);
const idx = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 7);

const files = [1, 2].map((value) => ({
  path: `photos/${value}.png`,
  content: new Blob([grey(value) as Uint8Array<ArrayBuffer>]),
}));

/** Calls with right arguments. */
const rightCalls: Readonly<Record<string, readonly unknown[]>> = {
  augmentBatch: [new Float32Array(16), [4, 4, 1], { rotate: 1, shift: 1 }, { seed: 1, step: 1 }],
  batchIndices: [4, 2, 1, 1],
  batchOf: [squares, [0, 1]],
  requireIndex: [squares, 0],
  coloured: [squares, { seed: 1, size: [2, 2] }],
  createDataset: [source],
  describeFiles: [files, {}],
  digitPairs: [squares, { seed: 1, canvas: [8, 8], length: 2 }],
  digitsOfPair: [37],
  imagesOfFiles: [files, { split: 'train', size: [2, 2] }],
  meanImage: [squares],
  meanImageSse: [squares, squares],
  onlyClasses: [squares, [1]],
  order: [4, 1, 1],
  parseIdx: [idx, 'path'],
  preprocessingOf: [squares],
  recipeOf: ['squared', 1, {}, [squares]],
  recombined: [squares, { count: 2, joined: 0.5, seed: 1 }],
  sequentialBatches: [squares, 2],
  subset: [squares, 0, 2],
  trainingData: [squares, { augment: { shift: 1 } }],
  whereLabel: [squares, () => true],
  withoutClasses: [squares, [1]],
};

const functions = exportedFunctions(datasets).filter((name) => !elsewhere.includes(name));

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
