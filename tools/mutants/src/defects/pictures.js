/** Defects of @rnp/images. */
export const pictures = [
  {
    name: 'luma by another standard',
    file: 'src/luma.ts',
    from: '0.299 * red + 0.587 * green + 0.114 * blue',
    to: '0.2126 * red + 0.7152 * green + 0.0722 * blue',
    test: 'test/fit/fitImage.test.ts',
    caughtBy: 'luma of BT.601',
  },
  {
    name: 'growing by half a pixel to the left',
    file: 'src/rows/rowResizer.ts',
    from: '(index + 0.5) * ratio - 0.5',
    to: 'index * ratio',
    test: 'test/resize.test.ts',
    caughtBy: 'is bilinear where it grows',
  },
  {
    name: 'low bits first in packed rows',
    file: 'src/png/decodePng.ts',
    from: '(8 - depth - (bit & 7))',
    to: '(bit & 7)',
    test: 'test/png/decodePng.test.ts',
    caughtBy: 'colour type',
  },
  {
    name: 'rows of the first pass of an interlaced picture, twice as dense',
    file: 'src/png/inflateRows.ts',
    from: '  [4, 0, 8, 8],',
    to: '  [0, 4, 8, 8],',
    test: 'test/png/decodePng.test.ts',
    caughtBy: 'interlaced',
  },
  {
    name: 'an unchecked checksum of chunks',
    file: 'src/png/pngChunks.ts',
    from: '!== view.getUint32(at + 8 + length))',
    to: '=== -1)',
    test: 'test/png/decodePng.test.ts',
    caughtBy: 'checksum',
  },
].map((one) => ({ package: 'images', ...one }));
