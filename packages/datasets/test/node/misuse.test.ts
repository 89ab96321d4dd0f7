import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as digits from '../../src/digits/index.js';
import { createDataset } from '../../src/index.js';
import * as node from '../../src/node/index.js';
import { codeOf, failureOf } from '../codeOf.js';
import { grey } from './folder/freshFolder.js';
import { contents, manifestOf } from './mirror.js';

const dir = await mkdtemp(join(tmpdir(), 'rnp-misuse-'));
const photos = join(dir, 'photos');
const manifest = manifestOf([]);

const here = process.cwd();

beforeAll(async () => {
  // A folder that a wrong argument names is looked for here.
  process.chdir(dir);
  await mkdir(photos);
  for (const value of [1, 2, 3]) await writeFile(join(photos, `${value}.png`), grey(value));
  await mkdir(join(dir, manifest.folder));
  for (const [name, bytes] of contents) await writeFile(join(dir, manifest.folder, name), bytes);
});
afterAll(async () => {
  process.chdir(here);
  await rm(dir, { recursive: true });
});

const { signal } = new AbortController();
const load = { split: 'test', dataDir: dir, offline: true, signal, onProgress: () => {}, stallSeconds: 1 };
const asked = { size: [2, 2], channels: 1, fit: 'cover', ink: false, background: 'auto', signal };
const folder = { ...asked, testFraction: 0.4, seed: 1, splits: false, skipBad: true };
const functions: Readonly<Record<string, unknown>> = { ...node, ...digits };

/** Calls with right arguments. */
const rightCalls: Readonly<Record<string, readonly unknown[]>> = {
  contentChanges: [{ a: '1' }, { a: '2' }],
  dataContent: [photos, { dataDir: dir, signal, onProgress: () => {} }],
  dataSource: [photos],
  datasetInfo: ['scenes?count=2', { dataDir: dir }],
  datasetDigest: [
    createDataset({ name: 'a', split: 'train', imageShape: [1, 1, 1], images: Uint8Array.of(1) }),
  ],
  defaultDataDir: [{ env: {}, platform: 'linux', home: dir }],
  describeFolder: [photos, { ...folder, sample: 2 }],
  embeddedDigits: [{ split: 'test' }],
  formatFolderSpec: [{ folder: photos, options: { size: [2, 2] } }],
  images: [photos, { ...folder, split: 'train' }],
  listDatasets: [{ dataDir: dir }],
  loadDataset: ['digits', load],
  loadEth80: [{ ...load, manifest: { ...node.eth80Manifest, mirrors: [] } }],
  loadFashionMnist: [{ ...load, manifest }],
  loadMnist: [{ ...load, manifest }],
  loadOmniglot: [{ ...load, variant: 'full', manifest: { ...node.omniglotManifest, mirrors: [] } }],
  loadOmniglotOneShot: [{ dataDir: dir, offline: true, manifest: { ...node.omniglotManifest, mirrors: [] } }],
  markOutput: [grey(1)],
  parseFolderSpec: ['photos?size=50x50'],
  picturePaths: [photos, 5],
  verifyDatasets: [{ dataDir: dir, signal, onFile: () => {} }],
};

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls).sort()).toEqual(exportedFunctions(functions));
});

/** The large sets are not here: that they are missing is the right answer to a right call. */
const absent = (name: string): Call => {
  const own = functions[name] as Call;
  return async (...values) => {
    try {
      return await own(...values);
    } catch (error) {
      if ((error as { readonly code?: unknown }).code === 'RNP_DATA_DOWNLOAD') return null;
      throw error;
    }
  };
};

test.each(Object.keys(rightCalls))('%s throws its own errors', async (name) => {
  // What `images` takes beside is handed to it, too, and not looked at.
  const unread = name === 'describeFolder' ? ['size', 'channels', 'fit', 'ink'] : [];
  await expectOwnErrors(absent(name), rightCalls[name]!, unread);
});

test.each([
  ['images', [photos, { split: 'train', chanels: 1 }], 'options.chanels', 'channels'],
  ['describeFolder', [photos, { smaple: 1 }], 'options.smaple', 'sample'],
  ['embeddedDigits', [{ splt: 'test' }], 'options.splt', 'split'],
  ['loadMnist', [{ split: 'test', dataDri: 'x' }], 'options.dataDri', 'dataDir'],
  ['loadFashionMnist', [{ split: 'test', ofline: true }], 'options.ofline', 'offline'],
  ['loadOmniglot', [{ split: 'test', varaint: 'full' }], 'options.varaint', 'variant'],
  ['loadOmniglotOneShot', [{ datadir: 'x' }], 'options.datadir', 'dataDir'],
  ['loadEth80', [{ split: 'test', manfest: {} }], 'options.manfest', 'manifest'],
  ['loadDataset', ['digits', { split: 'test', singal: signal }], 'options.singal', 'signal'],
  ['listDatasets', [{ dataDr: 'x' }], 'options.dataDr', 'dataDir'],
  ['verifyDatasets', [{ onfile: () => {} }], 'options.onfile', 'onFile'],
  ['dataContent', [photos, { onProgres: () => {} }], 'options.onProgres', 'onProgress'],
] as const)('%s names an unknown option, and what was meant', async (name, values, path, meant) => {
  const error = await failureOf(Promise.resolve((functions[name] as Call)(...values)));
  expect(error).toMatchObject({ code: 'RNP_CONFIG', path });
  expect(error.message).toMatch(new RegExp(`unknown option; .*\\. Did you mean ${meant}\\?$`));
});

test('a setting of a folder and the name of a data set are told what they are like', async () => {
  expect(codeOf(() => node.parseFolderSpec('photos?szie=3'))).toBe('RNP_CONFIG');
  for (const twice of ['size=30x40&size=20x20', 'bad=skip&seed=1&bad=skip', 'colour=yes&color=no']) {
    expect(() => node.parseFolderSpec(`photos?${twice}`)).toThrow(
      /^photos\?.*: (size|bad|colour) is given twice, \w+ and \w+; give it once\. A folder's settings: size=…/,
    );
  }
  expect(() => node.parseFolderSpec('photos?szie=3')).toThrow(
    "photos?szie=3: 'szie=3' is no setting of a folder. Did you mean size? A folder's settings: size=…",
  );
  expect(() => node.parseFolderSpec('photos?fit=cover&size')).toThrow(
    "photos?fit=cover&size: size has no value; give size=…. A folder's settings: size=…",
  );
  const error = await failureOf(node.loadDataset('minst', { split: 'test' }));
  expect(error.message).toMatch(/or a folder of images\. Did you mean mnist\?$/);
});
