import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors } from '@rnp/files';
import { loadCheckpoint } from '@rnp/vae/node';
import { damagedFiles } from '../damage.js';
import { command } from '../quiet.js';

let made;

/** A run of four steps, as the command makes it: its record, its rows and its two last checkpoints. It is made once. */
export function soundRun() {
  made ??= makeRun();
  return made;
}

async function makeRun() {
  const dir = await mkdtemp(join(tmpdir(), 'rnp-hostile-run-'));
  try {
    const settings = [
      'latent=4',
      'hidden=8',
      'hyperHidden=8',
      'levels=1',
      'childrenPerLevel=2',
      'batchSize=4',
      'warmup=1',
    ];
    await command(
      'train --data digits --steps 4 --workers 1 --checkpoint-every 2 --evaluate-limit 20 --no-report --overwrite --out'.split(
        ' ',
      ),
      join(dir, 'run'),
      ...settings.flatMap((setting) => ['--set', setting]),
    );
    return await filesBelow(join(dir, 'run'));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function filesBelow(dir) {
  const files = {};
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files[path.slice(dir.length + 1)] = new Uint8Array(await readFile(path));
  }
  return files;
}

export const name = 'checkpoint';
export const title = 'checkpoints';

export async function* inputs(random, count) {
  const sound = await soundRun();
  const checkpoints = Object.fromEntries(
    Object.entries(sound).filter(([path]) => path.startsWith('checkpoints/')),
  );
  yield { name: 'two checkpoints', files: checkpoints };
  for (const path of Object.keys(checkpoints)) {
    const { [path]: _, ...rest } = checkpoints;
    yield { name: `${path} missing`, files: rest };
    yield { name: `${path} empty`, files: { ...checkpoints, [path]: new Uint8Array(0) } };
  }
  for (const { name: what, file, bytes } of damagedFiles(checkpoints, random, count)) {
    // Both checkpoints: where one of two is whole, it is taken.
    const twin = file.replace(/step-\d+/, (step) => (step === 'step-000002' ? 'step-000004' : 'step-000002'));
    yield { name: what, files: { ...checkpoints, [file]: bytes, [twin]: bytes } };
  }
}

/** What is loaded is read to its end. */
export async function probe(dir) {
  const { weights, adam } = await loadCheckpoint(dir);
  readSafetensors(weights);
  readSafetensors(adam);
}
