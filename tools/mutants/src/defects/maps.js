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
].map((one) => ({ package: 'analysis', ...one }));
