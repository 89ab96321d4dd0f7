import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { encode } from 'fast-png';
import {
  loadOmniglot,
  type OmniglotArchive,
  type OmniglotManifest,
  omniglotManifest,
} from '../../src/node/index.js';
import { failureOf } from '../codeOf.js';
import { zipOf } from './archive/archives.js';

/** A drawing in black on white with a square of ink at the top left, `side` pixels wide. */
function drawing(side: number): Uint8Array {
  const data = Uint8Array.from({ length: 105 * 105 }, (_, at) =>
    at % 105 < side && Math.floor(at / 105) < side ? 0 : 255,
  );
  return encode({ width: 105, height: 105, channels: 1, depth: 8, data });
}

const zipFrom = (root: string, drawings: Readonly<Record<string, number>>): Uint8Array =>
  zipOf(
    Object.entries(drawings).map(([name, side]) => ({ name: `${root}/${name}`, content: drawing(side) })),
  );
const one = zipFrom('one', {
  'Greek/character01/01_01.png': 30,
  'Greek/character02/02_01.png': 45,
  'Rare/character01/09_01.png': 60,
});
const two = zipFrom('two', { 'Greek/character01/01_01.png': 30, 'Other/character01/05_01.png': 15 });
const archive = (file: string, bytes: Uint8Array, counts: readonly number[]): OmniglotArchive => ({
  file,
  sha256: createHash('sha256').update(bytes).digest('hex'),
  bytes: bytes.length,
  alphabets: counts[0]!,
  characters: counts[1]!,
  images: counts[2]!,
});
const manifest: OmniglotManifest = {
  ...omniglotManifest,
  small: [archive('one.zip', one, [2, 3, 3]), archive('two.zip', two, [2, 2, 2])],
  background: archive('one.zip', one, [2, 3, 3]),
  evaluation: archive('two.zip', two, [2, 2, 3]),
  heldOut: ['Rare'],
};

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rnp-omniglot-'));
  await mkdir(join(dataDir, 'omniglot'));
  await writeFile(join(dataDir, 'omniglot', 'one.zip'), one);
  await writeFile(join(dataDir, 'omniglot', 'two.zip'), two);
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

test('alphabets are split, and what is in both archives is served once', async () => {
  const train = await loadOmniglot({ split: 'train', dataDir, manifest });
  const heldOut = await loadOmniglot({ split: 'test', dataDir, manifest });
  expect(train.classNames).toEqual(['Greek/character01', 'Greek/character02', 'Other/character01']);
  expect([...train.labels!]).toEqual([0, 1, 2]);
  expect([train.groupNames, [...train.groups!]]).toEqual([
    ['Greek', 'Other'],
    [0, 0, 1],
  ]);
  expect(heldOut.classNames).toEqual(['Rare/character01']);
  // 105 → 28: ink of 30 of 105 pixels covers 8 of 28, its area is kept, and it is 255.
  const ink = train.images.subarray(0, 784);
  expect(ink.filter((value) => value === 255).length).toBe(64);
  expect(ink.reduce((sum, value) => sum + value, 0)).toBe(64 * 255);
});

test('the large sets are a split each, counted besides', async () => {
  const train = await loadOmniglot({ split: 'train', variant: 'full', dataDir, manifest });
  expect(train).toMatchObject({ name: 'omniglot-full', length: 3, groupNames: ['Greek', 'Rare'] });
  const error = await failureOf(loadOmniglot({ split: 'test', variant: 'full', dataDir, manifest }));
  expect(error).toMatchObject({ code: 'RNP_DATA_MISMATCH', path: join(dataDir, 'omniglot', 'two.zip') });
  expect(error.message).toContain('2 images, not 3');
  const variant = 'huge' as 'full';
  expect((await failureOf(loadOmniglot({ split: 'test', variant, dataDir }))).code).toBe('RNP_CONFIG');
});

test('two archives that disagree about a drawing are told', async () => {
  const other = zipFrom('two', { 'Greek/character01/01_01.png': 31, 'Other/character01/05_01.png': 15 });
  await writeFile(join(dataDir, 'omniglot', 'two.zip'), other);
  const small = [manifest.small[0]!, archive('two.zip', other, [2, 2, 2])];
  const error = await failureOf(loadOmniglot({ split: 'train', dataDir, manifest: { ...manifest, small } }));
  expect(error).toMatchObject({
    code: 'RNP_DATA_MISMATCH',
    path: expect.stringMatching(/: entry two\/Greek\/character01\/01_01\.png$/),
  });
});
