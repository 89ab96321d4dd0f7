import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { encode } from 'fast-png';
import type { OneShotRun } from '../../src/index.js';
import { loadOmniglotOneShot, omniglotManifest } from '../../src/node/index.js';
import { failureOf } from '../codeOf.js';
import { zipOf } from './archive/archives.js';

/** A drawing in black on white with a square of ink at the top left, `side` pixels wide. */
function drawing(side: number, size = 105): Uint8Array {
  const data = Uint8Array.from({ length: size * size }, (_, at) =>
    at % size < side && Math.floor(at / size) < side ? 0 : 255,
  );
  return encode({ width: size, height: size, channels: 1, depth: 8, data });
}

let dataDir: string;
let path: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rnp-one-shot-'));
  path = join(dataDir, 'omniglot', 'runs.zip');
  await mkdir(join(dataDir, 'omniglot'));
});
afterEach(async () => {
  await rm(dataDir, { recursive: true });
});

/** Loads what a zip of these bytes has, one run unless said. */
async function loaded(bytes: Uint8Array, runs = 1): Promise<readonly OneShotRun[]> {
  await writeFile(path, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const oneShot = { file: 'runs.zip', sha256, bytes: bytes.length, runs };
  return loadOmniglotOneShot({ dataDir, manifest: { ...omniglotManifest, oneShot } });
}

const line = (item: number, answer: number): string =>
  `run01/test/item0${item}.png run01/training/class0${answer}.png\r\n`;
/** Two test images and two training images, by path below the run; the squares of ink differ. */
const images: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  ['test/item01', 'test/item02', 'training/class01', 'training/class02'].map((name, i) => [
    `${name}.png`,
    drawing(15 * (i + 1)),
  ]),
);
const zip = (labels: string, parts: Readonly<Record<string, Uint8Array>> = images): Uint8Array =>
  zipOf([
    { name: 'run01/class_labels.txt', content: Buffer.from(labels) },
    ...Object.entries(parts).map(([name, content]) => ({ name: `run01/${name}`, content })),
  ]);
const right = line(1, 2) + line(2, 1);

test('runs that are not there: what its publisher calls the file, and no other data proposed', async () => {
  const { message, code } = await failureOf(loadOmniglotOneShot({ dataDir, offline: true }));
  expect(code).toBe('RNP_DATA_DOWNLOAD');
  expect(message).toContain('put one-shot-classification/all_runs.zip of its publisher there');
  expect(message).toMatch(/omniglot\/one-shot-all_runs\.zip\.$/);
});

test('a run has its training images, its test images and their right answers', async () => {
  const [run] = await loaded(zip(right));
  expect(run).toMatchObject({ name: 'run01', training: { length: 2 }, test: { split: 'run01 test' } });
  expect([...run!.test.labels!]).toEqual([1, 0]);
  expect(run!.training.classNames).toEqual(['class01', 'class02']);
  // 105 → 28: ink of 15 of 105 pixels covers 4 of 28, and it is 255.
  expect(run!.test.images.subarray(0, 784).filter((value) => value === 255).length).toBe(16);
});

test('answers that do not fit the images', async () => {
  for (const labels of [
    '',
    line(1, 2),
    right + line(3, 1),
    line(1, 2) + line(2, 3),
    'run02/x run02/y',
    'a b c',
  ]) {
    expect((await failureOf(loaded(zip(labels)))).code).toBe('RNP_DATA_FORMAT');
  }
});

test.each([
  ['test/item02.png', 'is missing'],
  ['training/class01.png', 'is missing'],
  ['class_labels.txt', 'does not name'],
])('a run without %s', async (name, complaint) => {
  const bytes = zipOf(
    [{ name: 'class_labels.txt', content: Buffer.from(right) as Uint8Array }]
      .concat(Object.entries(images).map(([part, content]) => ({ name: part, content })))
      .filter((entry) => entry.name !== name)
      .map((entry) => ({ ...entry, name: `run01/${entry.name}` })),
  );
  const error = await failureOf(loaded(bytes));
  expect(error).toMatchObject({ code: 'RNP_DATA_FORMAT', path: `${path}: entry run01/${name}` });
  expect(error.message).toContain(complaint);
});

test.each([
  ['test/item03.png', 'class_labels.txt'],
  ['training/class03.png', 'training/class03.png'],
  ['training/notes.txt', 'training/notes.txt'],
  ['more/item01.png', 'more/item01.png'],
])('a run with %s, which is none of its own', async (name, fault) => {
  const error = await failureOf(loaded(zip(right, { ...images, [name]: drawing(5) })));
  expect(error).toMatchObject({ code: 'RNP_DATA_FORMAT', path: `${path}: entry run01/${fault}` });
});

test('another number of runs, and a drawing of another size', async () => {
  const error = await failureOf(loaded(zip(right), 2));
  expect(error).toMatchObject({ code: 'RNP_DATA_MISMATCH', path });
  expect(error.message).toContain('1 runs, not 2');
  const small = { ...images, 'test/item01.png': drawing(5, 28) };
  expect(await failureOf(loaded(zip(right, small)))).toMatchObject({
    code: 'RNP_DATA_IMAGE',
    path: `${path}: entry run01/test/item01.png`,
  });
});

test('a zip that ends too soon, or is another one', async () => {
  const whole = zip(right);
  expect(await failureOf(loaded(whole.subarray(0, whole.length / 2)))).toMatchObject({
    code: 'RNP_DATA_FORMAT',
    path,
  });
  await writeFile(path, whole);
  const failure = await failureOf(
    loadOmniglotOneShot({
      dataDir,
      offline: true,
      manifest: { ...omniglotManifest, oneShot: { ...omniglotManifest.oneShot, file: 'runs.zip' } },
    }),
  );
  expect(failure.code).toMatch(/^RNP_DATA_(TRUNCATED|CHECKSUM)$/);
});
