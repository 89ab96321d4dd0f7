// What large pictures cost: node scripts/largePictures.js [megapixels …], in a built clone. Each picture is read, and taken apart by
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
  PNG: ({ width, height }) => {
    const data = new Uint8Array(width * height * 3);
    for (let pixel = 0; pixel < width * height; pixel++) data.set(photograph(width)(pixel), 3 * pixel);
    return encode({ width, height, channels: 3, depth: 8, data });
  },
};

const own = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'rnp-large-'));
try {
  console.log('| picture | file, MB | decoded, MB | reading, s | peak, MB | `rnp parse`, s | peak, MB |');
  console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
  const megapixels = process.argv.slice(2).map(Number);
  for (const count of megapixels.length > 0 ? megapixels : [24, 48]) {
    // 3:2, as cameras have it.
    const height = Math.round(Math.sqrt((count * 1e6) / 1.5));
    const size = { width: Math.round(1.5 * height), height };
    for (const [kind, write] of Object.entries(kinds)) {
      const bytes = await write(size);
      const path = join(folder, kind === 'PNG' ? 'large.png' : 'large.jpg');
      await writeFile(path, bytes);
      const read = usageOf([own('readOne.js'), path]);
      const out = ['--out', join(folder, 'parse'), '--overwrite'];
      const parse = usageOf([own('../bin/rnp.js'), 'parse', path, '--model', 'eth-80', ...out]);
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

/** Smooth shades, edges, and the noise of a sensor. */
function photograph(width) {
  let seed = 1;
  return (pixel) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    const noise = (seed >> 16) & 15;
    const shade = 96 + 64 * Math.sin(x / 400) * Math.cos(y / 300) + (((x >> 7) ^ (y >> 7)) & 1) * 40;
    return [shade + noise, 0.8 * shade + noise, 200 - 0.6 * shade + noise];
  };
}
