import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { batchOf } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import type { Rnp } from '@rnp/vae';
import { encodePng } from '@rnp/viz';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import * as tf from '@tensorflow/tfjs-core';
import { type CorpusWork, corpusWork, keyOf } from '../../src/corpus/corpusWork.js';
import { type ListedImage, listImages } from '../../src/corpus/listing.js';
import { parseShard } from '../../src/corpus/parseShard.js';
import { planShards } from '../../src/corpus/shardPlan.js';
import { type OpenedModel, openModel } from '../../src/models/openModel.js';

const folder = join(temporaryFolder(), 'images');
let opened: OpenedModel;
let work: CorpusWork;
const model = (): Rnp => opened.model as Rnp;

beforeAll(async () => {
  opened = await openModel('mnist', ['wasm']);
  work = corpusWork(opened, { ...opened.preprocessing!, background: 'white' });
  const digits = await embeddedDigits({ split: 'test' });
  mkdirSync(join(folder, 'b'), { recursive: true });
  for (const [i, path] of ['a.png', 'b/1.png', 'b.png', 'c.png', 'd.png'].entries()) {
    const picture = { width: 28, height: 28, channels: 1, data: batchOf(digits, [i]) } as const;
    writeFileSync(join(folder, path), encodePng(picture));
  }
});
afterAll(() => opened.model.dispose());

describe('what says whether work is the same', () => {
  test('paths in the order of their code units, with the hash of what is in them', async () => {
    const { images, links, leftOut, sha256 } = await listImages(folder);
    // '.' comes before '/'.
    expect(images.map(({ path }) => path)).toEqual(['a.png', 'b.png', 'b/1.png', 'c.png', 'd.png']);
    expect(links).toEqual([]);
    renameSync(folder, `${folder}-moved`);
    expect(await listImages(`${folder}-moved`)).toEqual({ images, links, leftOut, sha256 });
    renameSync(`${folder}-moved`, folder);
  });

  test('a key knows the contents, their names and order, and all that the numbers depend on, but no name of a model', async () => {
    const { images } = await listImages(folder);
    const [first, second, ...others] = images as [ListedImage, ListedImage, ...ListedImage[]];
    const { options, model: named } = work;
    const weights = { ...named.sha256, 'model.safetensors': '0' };
    const keys = [
      keyOf(images, work),
      keyOf([second, first, ...others], work),
      keyOf([first, second], work),
      keyOf([{ ...first, path: 'z.png' }, second, ...others], work),
      keyOf([{ ...first, sha256: '0' }, second, ...others], work),
      keyOf([{ path: first.path, error: { code: 'RNP_FILE', message: '' } }, second, ...others], work),
      keyOf(images, { ...work, rnp: '99.0.0' }),
      keyOf(images, { ...work, backend: 'cpu' }),
      keyOf(images, { ...work, model: { ...named, sha256: weights } }),
      ...(
        [
          { size: [32, 28] },
          { channels: 3 },
          { fit: 'cover' },
          { background: 'black' },
          { invert: false },
          { ink: false },
        ] as const
      ).map((other) =>
        keyOf(images, {
          ...work,
          options: { ...options, preprocessing: { ...options.preprocessing, ...other } },
        }),
      ),
      keyOf(images, { ...work, options: { ...options, infer: 1 } }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(keyOf(images, { ...work, model: { ...named, name: './copy' } })).toBe(keys[0]);
  });

  test('a plan holds every image once, in order', async () => {
    const { images } = await listImages(folder);
    for (const size of [1, 2, 5, 9]) {
      const plan = planShards(images, work, size);
      expect(plan.flatMap((shard) => shard.images)).toEqual(images);
      expect(plan.map(({ images: own }) => own.length).slice(0, -1)).toEqual(
        Array(plan.length - 1).fill(size),
      );
      expect(plan.at(-1)!.name).toBe(`shard-00000${plan.length - 1}.jsonl`);
    }
  });
});

describe('a shard', () => {
  test('leaves no tensor behind, whole or stopped between two batches', async () => {
    const { images } = await listImages(folder);
    const many = Array.from({ length: 70 }, (_, i) => images[i % images.length]!);
    const before = tf.memory().numTensors;
    const done: number[] = [];
    const parsed = await parseShard(model(), folder, many, work.options, { onProgress: (n) => done.push(n) });
    expect([parsed.records, parsed.errors, done]).toEqual([70, 0, [64, 70]]);
    const stop = new AbortController();
    const stopped = parseShard(
      model(),
      folder,
      many,
      { ...work.options, infer: 2 },
      {
        signal: stop.signal,
        onProgress: () => stop.abort(),
      },
    );
    await expect(stopped).rejects.toHaveProperty('name', 'AbortError');
    expect(tf.memory().numTensors).toBe(before);
  });

  test('is not made of files that have changed, gone, or lie elsewhere', async () => {
    const { images } = await listImages(folder);
    const shard = (of: readonly ListedImage[]) => parseShard(model(), folder, of, work.options);
    const path = join(folder, 'c.png');
    const content = readFileSync(path);
    writeFileSync(path, content.subarray(0, 100));
    await expect(shard(images)).rejects.toMatchObject({ code: 'RNP_CORPUS_CHANGED', path });
    renameSync(path, `${path}.away`);
    await expect(shard(images)).rejects.toThrow(/c\.png: cannot be read any more/);
    renameSync(`${path}.away`, path);
    writeFileSync(path, content);
    expect(await shard(images)).toMatchObject({ records: 5, errors: 0 });
    const [first] = images as [ListedImage & { sha256: string; bytes: number }];
    await expect(shard([{ ...first, path: 'b/../../images/a.png' }])).rejects.toThrow(/leaves the folder/);
  });
});
