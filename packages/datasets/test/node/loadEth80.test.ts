import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { encode } from 'fast-png';
import { type Eth80Manifest, loadEth80 } from '../../src/node/index.js';
import { failureOf } from '../codeOf.js';
import { tarOf } from './archive/archives.js';

const objects = ['cow1', 'cow2', 'cow10', 'dog3', 'dog5', 'dog12'];
const angles = ['000-000', '066-027'];

/** Views of 4×4 pixels: object i has value 20 + 10·i, and the mask leaves its left half. */
const files = new Map<string, Uint8Array>(
  objects.flatMap((object, i) =>
    angles.flatMap((angle) => {
      const view = encode({
        width: 4,
        height: 4,
        channels: 3,
        depth: 8,
        data: new Uint8Array(48).fill(20 + 10 * i),
      });
      const mask = Uint8Array.from({ length: 16 }, (_, at) => (at % 4 < 2 ? 255 : 0));
      return [
        [`${object}/${object}-${angle}.png`, view],
        [
          `${object}/maps/${object}-${angle}-map.png`,
          encode({ width: 4, height: 4, channels: 1, depth: 8, data: mask }),
        ],
      ] as [string, Uint8Array][];
    }),
  ),
);
const tar = tarOf([...files].map(([name, content]) => ({ name: `eth/${name}`, content })));
const manifest: Eth80Manifest = {
  name: 'eth-tiny',
  description: 'views to test with',
  folder: 'eth',
  mirrors: [],
  imageShape: [2, 2, 3],
  classNames: ['cow', 'dog'],
  objectsPerClass: 3,
  heldOutPerClass: 1,
  viewsPerObject: 2,
  archive: { file: 'eth.tar.gz', sha256: createHash('sha256').update(tar).digest('hex'), bytes: tar.length },
};

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rnp-eth-'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

async function unpack(below: string): Promise<void> {
  for (const [name, bytes] of files) {
    const path = join(dataDir, 'eth', below, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
}

test('from an archive as from a folder: masked, split by object number, classes and objects', async () => {
  await mkdir(join(dataDir, 'eth'));
  await writeFile(join(dataDir, 'eth', 'eth.tar.gz'), gzipSync(tar));
  const train = await loadEth80({ split: 'train', dataDir, manifest });
  const heldOut = await loadEth80({ split: 'test', dataDir, manifest });
  expect(train.groupNames).toEqual(['cow1', 'cow2', 'dog3', 'dog5']);
  expect(heldOut.groupNames).toEqual(['cow10', 'dog12']);
  expect([...train.labels!]).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  expect([...heldOut.groups!]).toEqual([0, 0, 1, 1]);
  const row = (value: number): number[] => [value, value, value, 0, 0, 0];
  expect([...heldOut.images.subarray(0, 12)]).toEqual([...row(40), ...row(40)]);
  for (const below of ['', 'cropped']) {
    await rm(join(dataDir, 'eth'), { recursive: true });
    await unpack(below);
    expect(await loadEth80({ split: 'train', dataDir, manifest })).toEqual(train);
    expect(await loadEth80({ split: 'test', dataDir, manifest })).toEqual(heldOut);
  }
});

test('a missing view, mask or object, and masks of another size are told', async () => {
  const failure = (): ReturnType<typeof failureOf> =>
    failureOf(loadEth80({ split: 'train', dataDir, manifest }));
  await unpack('');
  const map = join(dataDir, 'eth', 'cow1/maps/cow1-066-027-map.png');
  await writeFile(map, encode({ width: 2, height: 2, channels: 1, depth: 8, data: new Uint8Array(4) }));
  expect(await failure()).toMatchObject({ code: 'RNP_DATA_IMAGE', path: map });
  await unlink(map);
  expect((await failure()).message).toContain('no mask for view cow1 066-027');
  await unlink(join(dataDir, 'eth', 'cow1/cow1-066-027.png'));
  expect((await failure()).message).toContain('1 views of cow1, not 2');
  await rm(join(dataDir, 'eth', 'cow1'), { recursive: true });
  expect(await failure()).toMatchObject({ code: 'RNP_DATA_MISMATCH' });
});

test('an archive with other content is refused', async () => {
  await mkdir(join(dataDir, 'eth'));
  const other = tar.slice();
  other[600]! ^= 1;
  await writeFile(join(dataDir, 'eth', 'eth.tar.gz'), gzipSync(other));
  const error = await failureOf(loadEth80({ split: 'train', dataDir, manifest }));
  expect(error).toMatchObject({ code: 'RNP_DATA_CHECKSUM', path: join(dataDir, 'eth', 'eth.tar.gz') });
});
