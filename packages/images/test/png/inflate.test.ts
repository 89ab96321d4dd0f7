import { constants, deflateRawSync, deflateSync, inflateRawSync, type ZlibOptions } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { RnpError } from '@rnp/errors';
import { amount } from '@rnp-tools/testing/long';
import { assemble, u32 } from '@rnp-tools/testing/png';
import fc from 'fast-check';
import { decodeImage, decodePng, defaultPreprocessing, prepareImage, preprocess } from '../../src/index.js';
import { type Inflate, InflateError, plainInflate } from '../../src/png/inflate.js';
import { startInflate } from '../../src/png/kernelInflate.js';
import { thrown } from '../fixtures.js';
import { kernelInflate } from './bothInflaters.js';

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants;
const inflaters: readonly (readonly [string, Inflate])[] = [
  ['JavaScript', plainInflate],
  ['kernel', kernelInflate],
];

/** Of a zlib stream: no dictionary, 32 KiB of window. */
const head = [0x78, 0x9c];

function streamOf(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat([Uint8Array.from(head), ...parts]));
}

/** What comes out of raw deflated bytes that are given in pieces of these lengths, in turn. */
function inflated(inflate: Inflate, raw: Uint8Array, lengths: readonly number[] = [0x4000]): Uint8Array {
  const stream = streamOf(raw, Uint8Array.of(0, 0, 0, 0));
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < stream.length; at += lengths[i++ % lengths.length]!)
    pieces.push(stream.subarray(at, at + lengths[i % lengths.length]!));
  const out: Uint8Array[] = [];
  inflate(pieces, (piece) => out.push(piece.slice()));
  return new Uint8Array(Buffer.concat(out));
}

function outcomeOf(call: () => void): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

/** Bytes of several kinds: noise, of few values, runs, and what was there before, near and far. */
function someBytes(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  for (let at = 0; at < length; ) {
    const [kind, end] = [random(5), Math.min(length, at + 1 + random(3000))];
    const value = random(256);
    const distance = 1 + random(Math.min(Math.max(at, 1), kind === 3 ? 20 : 32_768));
    for (; at < end; at++) {
      if (kind === 0) bytes[at] = random(256);
      else if (kind === 1) bytes[at] = random(7) * random(9);
      else bytes[at] = kind === 2 ? value : bytes[at - distance]!;
    }
  }
  return bytes;
}

const options: readonly ZlibOptions[] = [0, 1, 6, 9].flatMap((level) =>
  [Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE].map((strategy) => ({
    level,
    strategy,
    memLevel: 1 + ((level + strategy) % 9),
  })),
);

describe.each(inflaters)('inflating by %s', (name, inflate) => {
  test('gives back what zlib deflated, at every level and by every strategy', () => {
    for (const [i, option] of options.entries()) {
      const bytes = someBytes(100_000 + i, 7 * i + 1);
      expect(Buffer.compare(inflated(inflate, deflateRawSync(bytes, option)), bytes)).toBe(0);
    }
  });

  test('takes the stream in pieces of any length', () => {
    for (const [length, ...lengths] of [
      [2000, 1],
      [2000, 2, 0, 3],
      [9000, 511, 1],
      [9000, 10_000],
    ] as [number, ...number[]][]) {
      const bytes = someBytes(length, 3);
      for (const option of options.slice(3, 12)) {
        const raw = deflateRawSync(bytes, option);
        expect(Buffer.compare(inflated(inflate, raw, lengths), bytes)).toBe(0);
      }
    }
  });

  test('refuses a stream that is cut, and gives nothing that is not in it', () => {
    const bytes = someBytes(3000, 5);
    for (const option of options.slice(5, 10)) {
      const raw = deflateRawSync(bytes, option);
      for (let end = 0; end < raw.length; end += 37) {
        let out: number[] = [];
        const stream = streamOf(raw.subarray(0, end));
        const call = (): void => {
          out = [];
          inflate([stream], (piece) => out.push(...piece));
        };
        const error = outcomeOf(call);
        // fflate may not miss the end of a stream that is cut behind a whole code.
        if (name === 'kernel' || error !== undefined) expect(error).toMatchObject({ endsEarly: true });
        expect(out).toEqual([...bytes.subarray(0, out.length)]);
      }
    }
  });

  test('is ended by what takes the output', () => {
    const raw = deflateRawSync(new Uint8Array(1e7));
    let pieces = 0;
    const call = (): void =>
      inflate([streamOf(raw)], () => {
        pieces++;
        throw new TypeError('enough');
      });
    expect(call).toThrow(new TypeError('enough'));
    expect(pieces).toBe(1);
    // And begins anew after that.
    const bytes = someBytes(5000, 9);
    expect(inflated(inflate, deflateRawSync(bytes))).toEqual(bytes);
  });

  test.each([
    ['nothing', [], true],
    ['half a head', [0x78], true],
    ['another method', [0x79, 0x9b, 3, 0], false],
    ['a head that is no multiple of 31', [0x78, 0x9d, 3, 0], false],
    ['a dictionary', [0x78, 0xbb, 3, 0], false],
    ['a block of a kind that is none', [...head, 7, 0, 0, 0, 0, 0], false],
  ])('refuses %s', (_, stream, endsEarly) => {
    const call = (): void => inflate([Uint8Array.from(stream)], () => undefined);
    expect(call).toThrow(InflateError);
    expect(call).toThrow(expect.objectContaining({ endsEarly }));
  });
});

test('the kernel reads just the damaged streams that zlib reads, and as zlib does', () => {
  const all = fc.record({
    option: fc.constantFrom(...options),
    seed: fc.nat(),
    length: fc.nat(6000),
    changes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.nat(255)), {
      maxLength: 3,
    }),
  });
  fc.assert(
    fc.property(all, ({ option, seed, length, changes }) => {
      const raw = Uint8Array.from(deflateRawSync(someBytes(length, seed), option));
      // More often at the beginning, where the codes are.
      for (const [part, value] of changes) raw[Math.floor(part ** 3 * raw.length)] = value;
      let expected: Uint8Array | null = null;
      try {
        // The four bytes of the checksum follow.
        expected = new Uint8Array(inflateRawSync(Buffer.concat([raw, Buffer.alloc(4)])));
      } catch {
        // Refused.
      }
      if (expected !== null) expect(inflated(kernelInflate, raw)).toEqual(expected);
      else expect(() => inflated(kernelInflate, raw)).toThrow(InflateError);
    }),
    { numRuns: amount(300, 30_000) },
  );
});

test('without WebAssembly JavaScript inflates', async () => {
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (): Promise<never> => Promise.reject(new Error('no SIMD here'));
  try {
    expect(await startInflate()).toBe(plainInflate);
  } finally {
    WebAssembly.instantiate = instantiate;
  }
  expect(await startInflate()).not.toBe(plainInflate);
});

describe('a PNG of more than a million pixels', () => {
  const [width, height] = [1100, 1000];
  const rows = someBytes((width + 1) * height, 11).map((byte, at) =>
    at % (width + 1) === 0 ? (at / (width + 1)) % 5 : byte,
  );
  const deflated = new Uint8Array(deflateSync(rows));
  const pngOf = (body: Uint8Array): Uint8Array => {
    const pieces: [string, number[]][] = [];
    for (let at = 0; at < body.length; at += 9000) pieces.push(['IDAT', [...body.subarray(at, at + 9000)]]);
    return assemble([['IHDR', [...u32(width), ...u32(height), 8, 0, 0, 0, 0]], ...pieces, ['IEND', []]]);
  };

  test('is inflated by the kernel, to the same picture', async () => {
    const png = pngOf(deflated);
    const picture = decodePng(png);
    expect(Buffer.compare((await decodeImage(png)).data, picture.data)).toBe(0);
    const preprocessing = defaultPreprocessing([20, 20, 1]);
    const { picture: size, ...image } = await prepareImage(png, preprocessing);
    expect(size).toMatchObject({ width, height });
    expect(image).toEqual(preprocess(picture, preprocessing));
  });

  const changed = (at: number, value: number): Uint8Array =>
    deflated.map((byte, i) => (i === at ? value : byte));
  const followed = (count: number): Uint8Array =>
    new Uint8Array(Buffer.concat([deflated, new Uint8Array(count).fill(7)]));
  test.each([
    ['half of it', deflated.subarray(0, deflated.length >> 1)],
    ['no checksum', deflated.subarray(0, -4)],
    ['a wrong checksum', changed(deflated.length - 1, deflated.at(-1)! ^ 1)],
    ['damage', changed(5, deflated[5]! ^ 255)],
    ['four bytes more', followed(4)],
    ['many bytes more', followed(0x6000)],
    ['a pixel more', new Uint8Array(deflateSync(new Uint8Array(rows.length + 1)))],
  ])('with %s is refused in the same words', async (_, body) => {
    const png = pngOf(body);
    const { code, message } = thrown(() => decodePng(png)) as RnpError;
    await expect(decodeImage(png)).rejects.toMatchObject({ code, message });
  });
});
