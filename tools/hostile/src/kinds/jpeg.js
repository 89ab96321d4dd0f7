import { jpegOf } from '@rnp-tools/testing/jpeg';
import { damagedFiles, joined } from '../damage.js';
import { readPicture } from './readPicture.js';

async function soundFiles() {
  const colour = (pixel) => [0, 1, 2].map((channel) => ((4 * pixel + channel) * 29) % 256);
  const made = (options) => jpegOf(40, 24, colour, options);
  return {
    baseline: await made({ progressive: false }),
    progressive: await made({ progressive: true }),
    grey: await made({ color_space: 1, progressive: false }),
  };
}

/** Offset of the first marker of that number, behind the two bytes of the start. */
function markerAt(bytes, marker) {
  for (let at = 2; at < bytes.length - 1; at += 2 + bytes[at + 2] * 256 + bytes[at + 3]) {
    if (bytes[at + 1] === marker) return at;
  }
  throw new Error(`no marker ${marker.toString(16)}`);
}

/** The frame's size changed, whatever its scans hold. */
function resized(bytes, marker, width, height) {
  const copy = Uint8Array.from(bytes);
  const at = markerAt(copy, marker);
  copy.set([height >> 8, height & 255, width >> 8, width & 255], at + 5);
  return copy;
}

function* crafted({ baseline, progressive }) {
  yield ['65,500 pixels a side', resized(baseline, 0xc0, 65_500, 65_500)];
  yield ['8,000 pixels a side, the rows missing', resized(progressive, 0xc2, 8000, 8000)];
  yield ['no height', resized(baseline, 0xc0, 40, 0)];
  const end = baseline.length - 2;
  yield [
    'padding before its end',
    joined(baseline.subarray(0, end), new Uint8Array(99), baseline.subarray(end)),
  ];
  yield ['padding behind its end', joined(baseline, new Uint8Array(99))];
  const comment = Uint8Array.from([0xff, 0xfe, 0, 2]);
  yield [
    '20,000 comments',
    joined(baseline.subarray(0, 2), ...Array(20_000).fill(comment), baseline.subarray(2)),
  ];
  const fill = new Uint8Array(5000).fill(0xff);
  yield ['5,000 fill bytes', joined(baseline.subarray(0, 2), fill, baseline.subarray(2))];
  const scan = markerAt(progressive, 0xda);
  yield [
    'the last scans again and again',
    joined(
      progressive.subarray(0, -2),
      ...Array(300).fill(progressive.subarray(scan, -2)),
      progressive.subarray(-2),
    ),
  ];
  yield ['no end', baseline.subarray(0, end)];
  yield ['nothing but a start', baseline.subarray(0, 2)];
}

export const name = 'jpeg';
export const title = 'JPEG pictures';

export async function* inputs(random, count) {
  const sound = await soundFiles();
  for (const [what, bytes] of crafted(sound)) yield { name: what, files: { 'a.jpg': bytes } };
  for (const { name: what, bytes } of damagedFiles(sound, random, count)) {
    yield { name: what, files: { 'a.jpg': bytes } };
  }
}

export const probe = (dir) => readPicture(dir, 'a.jpg');
