/** Defects of @rnp/hypernet. */
export const generatedLayers = [
  {
    name: 'gates of a GRU in another order',
    file: 'src/gruCell.ts',
    from: 'const [reset, update] =',
    to: 'const [update, reset] =',
    test: 'test/cells.test.ts',
    caughtBy: 'a loop in float64',
  },
  {
    name: 'an LSTM that forgets what it should keep',
    file: 'src/lstmCell.ts',
    from: 'const [input, forget, candidate, output] =',
    to: 'const [forget, input, candidate, output] =',
    test: 'test/cells.test.ts',
    caughtBy: 'a loop in float64',
  },
  {
    name: 'a transposed convolution cut on one side only',
    file: 'src/hyperConvTranspose.ts',
    from: '        [pad, pad],\n        [pad, pad],',
    to: '        [pad, pad],\n        [2 * pad, 0],',
    test: 'test/hyperConvTranspose.test.ts',
    caughtBy: 'equals the definition',
  },
].map((one) => ({ package: 'hypernet', ...one }));
