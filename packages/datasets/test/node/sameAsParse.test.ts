import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { modelInput } from '@rnp/images';
import { readImage } from '@rnp/images/node';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import fc from 'fast-check';
import { encode } from 'fast-png';
import { batchOf } from '../../src/index.js';
import { images } from '../../src/node/index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'same-'));
});
afterEach(() => rm(folder, { recursive: true }));

const side = fc.integer({ min: 1, max: 40 });
const png = fc
  .record({ width: side, height: side, channels: fc.constantFrom(1, 2, 3, 4), seed: fc.nat(1e6) })
  .chain((kind) => fc.record({ kind: fc.constant(kind), depth: fc.constantFrom(8, 16) }))
  .map(({ kind: { width, height, channels, seed }, depth }) => {
    const size = width * height * channels;
    const data = depth === 8 ? new Uint8Array(size) : new Uint16Array(size);
    for (let at = 0; at < size; at++) data[at] = (seed + at * 40503) % 2 ** depth;
    const interlace = seed % 2 === 0 ? 'null' : 'Adam7';
    return encode({ width, height, channels, depth: depth as 8 | 16, data }, { interlace });
  });

test('a file is the same tensor, to the last bit, in a data set and where it is taken apart', async () => {
  const jpeg = await jpegOf(33, 21, [30, 160, 220]);
  const size = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 6, arbitrary: png }, fc.constant(jpeg)),
      size,
      fc.constantFrom(1 as const, 3 as const),
      fc.constantFrom('auto' as const, 'white' as const, 'black' as const),
      fc.boolean(),
      async (file, [h, w], channels, background, asked) => {
        for (const name of ['a.png', 'b.png']) await writeFile(join(folder, name), file);
        const invert = channels === 1 ? 'auto' : asked;
        const data = await images(folder, { split: 'train', size: [h, w], channels, background, invert });
        const picture = await readImage(join(folder, 'a.png'), { background });
        const { pixels } = modelInput(picture, { shape: [h, w, channels], fit: 'whole', invert });
        expect(pixels).toEqual(batchOf(data, [0]));
      },
    ),
    { numRuns: 60 },
  );
});
