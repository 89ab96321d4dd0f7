/** Defects of @rnp/analysis. */
export const maps = [
  {
    name: 'perplexity as an entropy in bits',
    file: 'src/tsneAffinities.ts',
    from: 'Math.log(perplexity)',
    to: 'Math.log2(perplexity)',
    test: 'test/tsneAffinities.test.ts',
    caughtBy: 'perplexity',
  },
  {
    name: 'a Rand index over the ground, too',
    file: 'src/adjustedRandIndex.ts',
    from: 'owner === 0 ? [] : [pixel]',
    to: 'owner < 0 ? [] : [pixel]',
    test: 'test/scenes.test.ts',
    caughtBy: 'leaves out the ground',
  },
].map((one) => ({ package: 'analysis', ...one }));
