/** Defects of @rnp/datasets. */
export const data = [
  {
    name: 'a shuffle that never keeps an item in its place',
    file: 'src/order.ts',
    from: 'uniformInt(generator, 0, i)',
    to: 'uniformInt(generator, 0, i - 1)',
    test: 'test/order.test.ts',
    caughtBy: 'puts every item in every place',
  },
  {
    name: 'the last batch of an epoch left out',
    file: 'src/order.ts',
    from: 'const batches = Math.floor(length / batchSize);',
    to: 'const batches = Math.max(1, Math.floor(length / batchSize) - 1);',
    test: 'test/order.test.ts',
    caughtBy: 'epoch',
  },
  {
    name: 'IDX sizes that are not compared with the bytes',
    file: 'src/idx.ts',
    from: 'if (claimed < held) {',
    to: 'if (claimed < 0n) {',
    test: 'test/idx.test.ts',
    caughtBy: 'left over',
  },
  {
    name: 'drawings stretched instead of turned',
    file: 'src/augment.ts',
    from: 'const map = [cos - slant * sin, sin + slant * cos, -sin, cos] as const;',
    to: 'const map = [cos - slant * sin, sin + slant * cos, sin, cos] as const;',
    test: 'test/augment.test.ts',
    caughtBy: 'a rotation keeps a disc',
  },
].map((one) => ({ package: 'datasets', ...one }));
