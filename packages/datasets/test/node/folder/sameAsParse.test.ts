import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Preprocessing, preprocess, unitFloats } from '@rnp/images';
import { readImage } from '@rnp/images/node';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { writePng } from '@rnp-tools/testing/png';
import fc from 'fast-check';
import { batchOf, preprocessingOf } from '../../../src/index.js';
import { images, loadDataset } from '../../../src/node/index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'same-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Every kind of pixel that a PNG can have: [colour type, bits, samples a pixel]. */
const kinds: readonly (readonly [colourType: number, depth: number, samples: number])[] = [
  ...[1, 2, 4, 8, 16].map((depth) => [0, depth, 1] as const),
  ...[8, 16].flatMap((depth) => [[2, depth, 3] as const, [4, depth, 2] as const, [6, depth, 4] as const]),
  ...[1, 2, 4, 8].map((depth) => [3, depth, 1] as const),
];

const side = fc.integer({ min: 1, max: 40 });
const png = fc
  .record({
    kind: fc.constantFrom(...kinds),
    width: side,
    height: side,
    interlaced: fc.boolean(),
    /** Of grey, colour and palette: a transparent colour, or palette entries of any opacity. */
    transparent: fc.boolean(),
    seed: fc.nat(1e6),
  })
  .map(({ kind: [colourType, depth, n], width, height, interlaced, transparent, seed }) => {
    const values = (count: number, range: number): number[] =>
      Array.from({ length: count }, (_, at) => (seed + at * 40503) % range);
    const key =
      transparent && { 0: values(2, 2), 2: values(6, 2), 3: values(2 ** depth, 256) }[colourType as 0];
    return writePng({
      width,
      height,
      depth,
      colourType,
      interlaced,
      ...(colourType === 3 && { palette: values(3 * 2 ** depth, 256) }),
      ...(key && { transparency: key }),
      samples: values(width * height * n, 2 ** depth),
    });
  });
const jpeg = fc
  .record({ width: side, height: side, seed: fc.nat(1e6), progressive: fc.boolean(), grey: fc.boolean() })
  .map(({ width, height, seed, progressive, grey }) =>
    jpegOf(width, height, (pixel) => [(seed + pixel * 7) % 256, (seed >> 3) % 256, (pixel * pixel) % 256], {
      progressive,
      ...(grey && { color_space: 1 }),
    }),
  );

const preprocessing: fc.Arbitrary<Preprocessing> = fc
  .record({
    size: fc.tuple(side, side),
    channels: fc.constantFrom(1 as const, 3 as const),
    fit: fc.constantFrom('contain' as const, 'cover' as const, 'stretch' as const),
    background: fc.constantFrom('auto' as const, 'white' as const, 'black' as const),
    invert: fc.constantFrom('auto' as const, true, false),
    ink: fc.boolean(),
  })
  .map((one) => ({ ...one, ink: one.ink && one.channels === 1 }));

test('a file is the same tensor, to the last bit, in a data set and where it is taken apart', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof({ weight: 4, arbitrary: png }, { weight: 1, arbitrary: jpeg }),
      preprocessing,
      async (made, asked) => {
        const file = await made;
        for (const name of ['a.png', 'b.png']) await writeFile(join(folder, name), file);
        const data = await images(folder, { split: 'train', ...asked });
        // As it is kept with a model.
        const kept = JSON.parse(JSON.stringify(preprocessingOf(data))) as Preprocessing;
        expect(kept).toEqual({ ...asked, invert: kept.invert });
        // Of colours the whole folder is judged; then it stays so.
        if (asked.channels === 1 || asked.invert !== 'auto') expect(kept.invert).toBe(asked.invert);
        else expect(typeof kept.invert).toBe('boolean');
        const picture = await readImage(join(folder, 'a.png'), { background: kept.background });
        expect(unitFloats(preprocess(picture, kept).data)).toEqual(batchOf(data, [0]));
      },
    ),
    { numRuns: 300 },
  );
});

test('the name of a folder says it all', async () => {
  for (const name of ['a.png', 'b.png'])
    await writeFile(join(folder, name), await jpegOf(33, 21, [30, 160, 220]));
  const data = await loadDataset(`${folder}?size=8x12&colour=yes&fit=cover&invert=no&background=black`, {
    split: 'test',
  });
  expect(preprocessingOf(data)).toEqual({
    size: [8, 12],
    channels: 3,
    fit: 'cover',
    background: 'black',
    invert: false,
    ink: false,
  });
  const drawings = await loadDataset(`${folder}?ink=yes`, { split: 'test' });
  expect(preprocessingOf(drawings)).toMatchObject({ size: [28, 28], channels: 1, invert: 'auto', ink: true });
});
