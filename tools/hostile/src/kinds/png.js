import { encode } from 'fast-png';
import { damagedFiles, joined } from '../damage.js';
import { blankRows, chunk, png } from '../pngBytes.js';
import { readPicture } from './readPicture.js';

const picture = (channels, depth) => {
  const data = new (depth === 16 ? Uint16Array : Uint8Array)(12 * 9 * channels);
  for (let i = 0; i < data.length; i++) data[i] = (i * 37) % (depth === 16 ? 65_536 : 256);
  return new Uint8Array(encode({ width: 12, height: 9, channels, depth, data }));
};

const sound = { grey: picture(1, 8), alpha: picture(2, 8), colour: picture(3, 8), deep: picture(4, 16) };

/** Files that lie: about sizes, about lengths, about how much there is to do. */
function* crafted() {
  const row = (head, bytes) => png(head, [blankRows(head.height, bytes)]);
  yield ['one pixel', row({ width: 1, height: 1 }, 1)];
  yield ['no width', png({ width: 0, height: 1 }, [blankRows(1, 1)])];
  for (const side of [30_000, 2 ** 31 - 1, 2 ** 32 - 1]) {
    yield [`${side} pixels a side, no rows`, png({ width: side, height: side }, [chunk('IDAT')])];
  }
  yield ['rows promised and missing', png({ width: 64, height: 64 }, [blankRows(3, 64)])];
  yield ['more rows than promised', png({ width: 4, height: 4 }, [blankRows(10_000, 4)])];
  for (const [depth, colour] of [
    [3, 0],
    [16, 3],
    [4, 2],
    [8, 5],
    [0, 0],
  ]) {
    yield [`depth ${depth} of colour type ${colour}`, row({ width: 4, height: 4, depth, colour }, 16)];
  }
  yield ['interlace 7', row({ width: 4, height: 4, interlace: 7 }, 4)];
  const palette = (entries) => chunk('PLTE', new Uint8Array(entries * 3));
  for (const entries of [0, 257, 1_000_000]) {
    yield [
      `a palette of ${entries}`,
      png({ width: 4, height: 4, colour: 3 }, [palette(entries), blankRows(4, 4)]),
    ];
  }
  yield ['no palette', png({ width: 4, height: 4, colour: 3 }, [blankRows(4, 4)])];
  yield [
    '20,000 empty chunks of pixels',
    png({ width: 4, height: 4 }, [...Array(20_000).fill(chunk('IDAT')), blankRows(4, 4)]),
  ];
  yield [
    '20,000 comments',
    png({ width: 4, height: 4 }, [...Array(20_000).fill(chunk('tEXt')), blankRows(4, 4)]),
  ];
  yield ['an unknown critical chunk', png({ width: 4, height: 4 }, [chunk('ABCD'), blankRows(4, 4)])];
  yield [
    'two headers',
    joined(row({ width: 4, height: 4 }, 4).subarray(0, 33), row({ width: 9, height: 9 }, 9).subarray(8)),
  ];
  yield [
    'a chunk that claims 2 GB',
    joined(sound.grey.subarray(0, 33), Uint8Array.from([127, 255, 255, 255, 73, 68, 65, 84])),
  ];
}

export const name = 'png';
export const title = 'PNG pictures';

export function* inputs(random, count) {
  for (const [what, bytes] of crafted()) yield { name: what, files: { 'a.png': bytes } };
  for (const { name: what, bytes } of damagedFiles(sound, random, count)) {
    yield { name: what, files: { 'a.png': bytes } };
  }
}

export const probe = (dir) => readPicture(dir, 'a.png');
