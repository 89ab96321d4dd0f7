import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  eth80Manifest,
  fashionMnistManifest,
  listDatasets,
  loadDataset,
  mnistManifest,
  omniglotManifest,
} from '../../src/node/index.js';
import { failureOf } from '../codeOf.js';

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rnp-registry-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

describe('listDatasets', () => {
  test('names, splits and sizes', async () => {
    const list = await listDatasets({ dataDir });
    expect(list.map(({ name, splits, embedded }) => ({ name, splits, embedded }))).toEqual([
      { name: 'digits', splits: { train: 9000, test: 1000 }, embedded: true },
      { name: 'mnist', splits: { train: 60_000, test: 10_000 }, embedded: false },
      { name: 'fashion-mnist', splits: { train: 60_000, test: 10_000 }, embedded: false },
      { name: 'omniglot', splits: { train: 4020, test: 820 }, embedded: false },
      { name: 'omniglot-full', splits: { train: 19_280, test: 13_180 }, embedded: false },
      { name: 'eth-80', splits: { train: 2624, test: 656 }, embedded: false },
      { name: 'digit-pairs', splits: { train: 9000, test: 1000 }, embedded: true },
      { name: 'mnist-pairs', splits: { train: 60_000, test: 10_000 }, embedded: false },
      { name: 'scenes', splits: { train: 20_000, test: 2000 }, embedded: true },
    ]);
    expect(list.filter(({ cached }) => cached.train).map(({ name }) => name)).toEqual([
      'digits',
      'digit-pairs',
      'scenes',
    ]);
    expect(list.filter(({ downloadable }) => !downloadable).map(({ name }) => name)).toEqual([
      'digits',
      'eth-80',
      'digit-pairs',
      'scenes',
    ]);
  });

  test('a split is cached when both its files are there', async () => {
    await mkdir(join(dataDir, 'mnist'));
    const cached = async (): Promise<unknown> => (await listDatasets({ dataDir }))[1]?.cached;
    await writeFile(join(dataDir, 'mnist', 't10k-images-idx3-ubyte.gz'), '');
    expect(await cached()).toEqual({ train: false, test: false });
    await writeFile(join(dataDir, 'mnist', 't10k-labels-idx1-ubyte.gz'), '');
    expect(await cached()).toEqual({ train: false, test: true });
  });
});

describe('loadDataset', () => {
  test('the embedded digits', async () => {
    expect(await loadDataset('digits', { split: 'test', offline: true })).toMatchObject({
      name: 'digits',
      length: 1000,
    });
  });

  test('digit-pairs come from the embedded digits, with the name they were asked for by', async () => {
    expect(await loadDataset('digit-pairs', { split: 'test' })).toMatchObject({
      name: 'digit-pairs',
      split: 'test',
      length: 1000,
      imageShape: [56, 56, 1],
    });
  });

  test('mnist and fashion-mnist look into their folders', async () => {
    for (const name of ['mnist', 'fashion-mnist']) {
      const error = await failureOf(loadDataset(name, { split: 'test', dataDir, offline: true }));
      expect(error.code).toBe('RNP_DATA_DOWNLOAD');
      expect(error.path).toBe(join(dataDir, name, 't10k-images-idx3-ubyte.gz'));
    }
  });

  test('omniglot names the first zip that is missing, and where it would come from', async () => {
    for (const [name, file] of [
      ['omniglot', 'images_background_small1.zip'],
      ['omniglot-full', 'images_evaluation.zip'],
    ] as const) {
      const error = await failureOf(loadDataset(name, { split: 'test', dataDir, offline: true }));
      expect(error).toMatchObject({
        code: 'RNP_DATA_DOWNLOAD',
        path: join(dataDir, 'omniglot', file),
      });
      expect(error.message).toContain(
        `https://raw.githubusercontent.com/brendenlake/omniglot/master/python/${file}`,
      );
    }
  });

  test('eth-80, which can be downloaded nowhere, says what to put where', async () => {
    const error = await failureOf(loadDataset('eth-80', { split: 'test', dataDir }));
    expect(error).toMatchObject({ code: 'RNP_DATA_DOWNLOAD', path: join(dataDir, 'eth-80') });
    expect(error.message).toContain('eth80-cropped100.tar.gz');
    expect(error.message).toContain('RNP_DATA_DIR');
  });

  test('an unknown name lists the known', async () => {
    for (const name of ['minst', '', '__proto__', 'constructor']) {
      const error = await failureOf(loadDataset(name, { split: 'test' }));
      expect(error.code).toBe('RNP_DATA_UNKNOWN');
      expect(error.message).toContain(
        'digits, mnist, fashion-mnist, omniglot, omniglot-full, eth-80, digit-pairs',
      );
    }
  });

  test('a folder that is missing, or has no pictures, says so', async () => {
    for (const [name, code] of [
      ['./mine', 'RNP_FILE'],
      [dataDir, 'RNP_DATA_FOLDER'],
      ['src/digits', 'RNP_DATA_FOLDER'],
    ] as const) {
      const error = await failureOf(loadDataset(name, { split: 'test' }));
      expect(error).toMatchObject({ code, path: name });
    }
  });

  test('stops when aborted', async () => {
    await expect(loadDataset('digits', { split: 'test', signal: AbortSignal.abort() })).rejects.toMatchObject(
      { name: 'AbortError' },
    );
  });
});

test('the manifests of archives name https mirrors and whole hashes', () => {
  const { small, background, evaluation, oneShot } = omniglotManifest;
  for (const mirror of omniglotManifest.mirrors) expect(mirror).toMatch(/^https:\/\/.*\/$/);
  for (const { sha256, bytes } of [...small, background, evaluation, oneShot, eth80Manifest.archive]) {
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(bytes).toBeGreaterThan(300_000);
  }
});

test('the manifests name https mirrors, whole hashes and the bytes their shapes have', () => {
  for (const { mirrors, splits, imageShape } of [mnistManifest, fashionMnistManifest]) {
    expect(mirrors.length).toBeGreaterThan(1);
    for (const mirror of mirrors) expect(mirror).toMatch(/^https:\/\/.*\/$/);
    for (const { length, images, labels } of [splits.train, splits.test]) {
      expect(images.bytes).toBe(16 + length * imageShape[0] * imageShape[1]);
      expect(labels.bytes).toBe(8 + length);
      for (const { sha256 } of [images, labels]) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    }
  }
});
