import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { verifyDatasets } from '../../src/node/index.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rnp-verify-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

test('an empty folder has nothing bad; every file is named once', async () => {
  const verdicts = await verifyDatasets({ dataDir });
  expect(new Set(verdicts.map(({ state }) => state))).toEqual(new Set(['absent']));
  expect(new Set(verdicts.map(({ path }) => path)).size).toBe(verdicts.length);
  // Four each of MNIST and Fashion-MNIST, five of Omniglot, one of ETH-80.
  expect(verdicts).toHaveLength(14);
});

test('damage is found, whatever it is, and the other files are still read', async () => {
  await mkdir(join(dataDir, 'mnist'));
  await mkdir(join(dataDir, 'omniglot', 'images_background.zip'), { recursive: true });
  await writeFile(join(dataDir, 'mnist', 't10k-labels-idx1-ubyte.gz'), gzipSync(new Uint8Array(10_008)));
  await writeFile(join(dataDir, 'omniglot', 'one-shot-all_runs.zip'), 'PK');
  const told: string[] = [];
  const verdicts = await verifyDatasets({ dataDir, onFile: (path) => void told.push(path) });
  const bad = verdicts.flatMap((verdict) => (verdict.state === 'bad' ? [verdict] : []));
  expect(bad.map(({ path, code }) => [path.slice(dataDir.length + 1), code])).toEqual([
    [join('mnist', 't10k-labels-idx1-ubyte.gz'), 'RNP_DATA_CHECKSUM'],
    [join('omniglot', 'images_background.zip'), 'RNP_FILE'],
    [join('omniglot', 'one-shot-all_runs.zip'), 'RNP_DATA_TRUNCATED'],
  ]);
  for (const { path, message } of bad) expect(message).toContain(path);
  expect(told).toEqual(verdicts.map(({ path }) => path));
});

test('stops when aborted', async () => {
  await expect(verifyDatasets({ dataDir, signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  });
});
