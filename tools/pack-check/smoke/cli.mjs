import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { main } from '@rnp/cli';

const manifest = createRequire(import.meta.url).resolve('@rnp/cli/package.json');
const bin = join(dirname(manifest), 'bin', 'rnp.js');
const figures = execFileSync(
  process.execPath,
  [
    bin,
    'train',
    '--steps',
    '2',
    '--set',
    'batchSize=4',
    'latent=4',
    'childrenPerLevel=2,2',
    '--evaluate-limit',
    '40',
    '--out',
    'run',
    '--json',
  ],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
);
assert.equal(JSON.parse(figures).images, 40);
assert.match(readFileSync('run/report.html', 'utf8'), /data:image\/svg\+xml/);
assert.equal(await main(['parse', '7', '--model', 'run', '--out', 'seven']), 0);
// By a model that comes along.
assert.equal(await main(['parse', '7', '--out', 'trained']), 0);
for (const name of ['run/tree', 'run/parts', 'seven/tree', 'seven/frames', 'seven/parts', 'trained/tree']) {
  assert.match(readFileSync(`${name}.svg`, 'utf8'), /^<svg/);
  assert.deepEqual([...readFileSync(`${name}.png`).subarray(1, 4)], [...Buffer.from('PNG')]);
}
