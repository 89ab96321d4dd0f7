import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { embeddedDigits } from '@rnp/datasets/digits';
import { MeasurementError } from '../freshProcess.js';
import { lastJson, runPeer } from './peer.js';

const driver = fileURLToPath(new URL('./timedRecipe.py', import.meta.url));

/** The same model, loss and batch as our quick recipe. */
const settings = Object.freeze(
  'lr=0.0006 clip=10 comp=flat P=8 so=1.6 so2=1.6 ov=0.07 ov2=0.1 warm=100 bs=64'.split(' '),
);

/** What the driver printed, under our names. */
export function readRecipe(lines) {
  const printed = lastJson(lines);
  if (typeof printed?.step_ms !== 'number' || typeof printed?.peak_rss_mb !== 'number') {
    throw new MeasurementError('the timed recipe printed no figures');
  }
  return { msPerStep: printed.step_ms, peakRssMb: printed.peak_rss_mb, torch: printed.torch };
}

/** The quick recipe in PyTorch, on the same digits as ours. */
export async function runRecipe({ python, script, cores, warmUp, steps }, { pin, signal }) {
  const folder = await mkdtemp(join(tmpdir(), 'rnp-bench-'));
  try {
    await writeDigits(folder);
    const lines = [];
    const total = warmUp + steps + 1;
    const run = [String(total), String(warmUp), script, folder, ...settings, `threads=${cores}`];
    const command = [python, driver, ...run, `steps=${Math.max(1000, total)}`];
    await runPeer(command, { cores, pin, signal, onLine: (line) => lines.push(line) });
    return readRecipe(lines);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The embedded digits as MNIST's files of images, which is what the script reads. */
async function writeDigits(folder) {
  const names = { train: 'train-images-idx3-ubyte.gz', test: 't10k-images-idx3-ubyte.gz' };
  for (const [split, name] of Object.entries(names)) {
    const { images, length, imageShape } = await embeddedDigits({ split });
    const header = Buffer.alloc(16);
    [0x803, length, ...imageShape.slice(0, 2)].forEach((word, i) => {
      header.writeUInt32BE(word, 4 * i);
    });
    await writeFile(join(folder, name), gzipSync(Buffer.concat([header, images]), { level: 1 }));
  }
}
