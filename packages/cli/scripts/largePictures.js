// What large pictures cost: node scripts/largePictures.js [megapixels …] [kind …], in a built clone. Each picture is read, and taken apart by
// `rnp parse`, in a process of its own; its processor time is what counts, whatever else the machine does meanwhile.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { encode } from 'fast-png';

const kinds = {
  'baseline, colour at half': (size) => jpeg(size, { progressive: false, chroma_subsample: 2 }),
  'progressive, colour at half': (size) => jpeg(size, { progressive: true, chroma_subsample: 2 }),
  'progressive, all colour': (size) => jpeg(size, { progressive: true, chroma_subsample: 1 }),
  'baseline, turned by its EXIF data': async (size) => turned(await kinds['baseline, colour at half'](size)),
  PNG: (size) => png(size, photograph(size.width)),
  'PNG, interlaced': (size) => png(size, photograph(size.width), { interlace: 'Adam7' }),
  'PNG with alpha': (size) => {
    const colourOf = photograph(size.width);
    return png(size, (pixel) => [...colourOf(pixel), 255 - (pixel & 63)]);
  },
  'PNG of noise': (size) => {
    const [colourOf, next] = [photograph(size.width), noise()];
    return png(size, (pixel) => colourOf(pixel).map((value) => value / 2 + (next() & 127)));
  },
};

const own = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'rnp-large-'));
try {
  console.log(
    '| picture | file, MB | decoded, MB | reading, s | peak, MB | `rnp parse --model`, s | peak, MB | `rnp parse`, s | peak, MB |',
  );
  console.log(`| --- |${' ---: |'.repeat(8)}`);
  const asked = process.argv.slice(2);
  const megapixels = asked.map(Number).filter((count) => count > 0);
  const isAsked = (kind) => asked.includes(kind) || !asked.some((word) => word in kinds);
  for (const count of megapixels.length > 0 ? megapixels : [24, 48]) {
    // 3:2, as cameras have it.
    const height = Math.round(Math.sqrt((count * 1e6) / 1.5));
    const size = { width: Math.round(1.5 * height), height };
    for (const [kind, write] of Object.entries(kinds).filter(([name]) => isAsked(name))) {
      const bytes = await write(size);
      const path = join(folder, kind.startsWith('PNG') ? 'large.png' : 'large.jpg');
      await writeFile(path, bytes);
      const read = usageOf([own('readOne.js'), path]);
      const out = ['--out', join(folder, 'parse'), '--overwrite'];
      const rnp = [own('../bin/rnp.js'), 'parse', path, ...out];
      const parse = [...usageOf([...rnp, '--model', 'eth-80']), ...usageOf(rnp)];
      const decoded = (size.width * height * 3) / 1e6;
      const cells = [bytes.length / 1e6, decoded].map((megabytes) => megabytes.toFixed(0));
      console.log(`| ${[`${count} megapixels, ${kind}`, ...cells, ...read, ...parse].join(' | ')} |`);
    }
  }
} finally {
  await rm(folder, { recursive: true });
}

/** Seconds of the processor, user's, and the peak of a process that runs a program of Node. */
function usageOf(args) {
  const { status, stderr } = spawnSync(process.execPath, ['--import', own('usageAtExit.js'), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const usage = /usage (\{.*\})/.exec(stderr);
  if (status !== 0 || usage === null) throw new Error(stderr);
  const { userCPUTime, maxRSS } = JSON.parse(usage[1]);
  return [(userCPUTime / 1e6).toFixed(2), Math.round((maxRSS * 1024) / 1e6)];
}

function jpeg({ width, height }, options) {
  return jpegOf(width, height, photograph(width), { quality: 90, auto_subsample: false, ...options });
}

function png({ width, height }, colourOf, options) {
  const channels = colourOf(0).length;
  const data = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) data.set(colourOf(pixel), channels * pixel);
  return encode({ width, height, channels, depth: 8, data }, options);
}

/** A JPEG that says it is to be turned by a quarter (EXIF orientation 6). */
function turned(bytes) {
  const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
  const body = [...Buffer.from('Exif\0\0'), ...tiff];
  const segment = Uint8Array.from([0xff, 0xe1, 0, body.length + 2, ...body]);
  return Buffer.concat([bytes.subarray(0, 2), segment, bytes.subarray(2)]);
}

function noise() {
  let seed = 1;
  return () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed >> 16;
  };
}

/** Smooth shades, edges, and the noise of a sensor. */
function photograph(width) {
  const next = noise();
  return (pixel) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const grain = next() & 15;
    const shade = 96 + 64 * Math.sin(x / 400) * Math.cos(y / 300) + (((x >> 7) ^ (y >> 7)) & 1) * 40;
    return [shade + grain, 0.8 * shade + grain, 200 - 0.6 * shade + grain];
  };
}
