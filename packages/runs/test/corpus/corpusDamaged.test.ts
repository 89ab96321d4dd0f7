import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { defaultPreprocessing } from '@rnp/images';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { keptShards, openCorpus, saveShard, writeManifest } from '../../src/corpus/corpusFolder.js';
import { type CorpusManifest, corpusHead, type ShardEntry } from '../../src/corpus/corpusManifest.js';
import type { CorpusWork } from '../../src/corpus/corpusWork.js';
import { setCorpusAside } from '../../src/corpus/replacedCorpus.js';
import { planShards } from '../../src/corpus/shardPlan.js';

const hash = (digit: string): string => digit.repeat(64);
const work: CorpusWork = {
  rnp: '1.0.0',
  model: { name: 'mnist', sha256: { 'config.json': hash('1'), 'model.safetensors': hash('2') } },
  backend: 'wasm',
  options: { preprocessing: { ...defaultPreprocessing([28, 28, 1]), ink: true }, infer: 0 },
};
const images = ['a.png', 'b.png'].map((path, i) => ({ path, bytes: 9, sha256: hash(`${i}`) }));
const head = corpusHead({ folder: 'scans', shardSize: 1, command: 'rnp parse scans' }, work, {
  images,
  links: [],
  sha256: hash('3'),
});
const plan = planShards(images, work, 1);

/** A corpus of two shards, of which the manifest is not written yet. */
async function begun(): Promise<{ readonly dir: string; readonly shards: readonly ShardEntry[] }> {
  const dir = temporaryFolder();
  await openCorpus(dir, head, null);
  const shards: ShardEntry[] = [];
  for (const shard of plan) {
    const bytes = new TextEncoder().encode(`{"image":"${shard.images[0]!.path}"}\n`);
    shards.push(await saveShard(dir, shard, { bytes, records: 1, errors: 0 }));
  }
  return { dir, shards };
}

async function whole(): Promise<{ readonly dir: string; readonly manifest: CorpusManifest }> {
  const { dir, shards } = await begun();
  const manifest = { ...head, errors: 0, shards, merged: null };
  await writeManifest(dir, manifest);
  return { dir, manifest };
}

describe('a damaged corpus', () => {
  test.each([
    ['cut off', (text: string) => text.slice(0, 40)],
    ['empty', () => ''],
    ['no record', () => 'null'],
    ['a list', () => '[1, 2]'],
    ['with a hash that is none', (text: string) => text.replace(/"sha256": "\w+"/, '"sha256": "../x"')],
    ['with a count that is none', (text: string) => text.replace('"bytes": ', '"bytes": -')],
    ['of another shard', (text: string) => text.replace(/"key": "\w+"/, '"key": "0"')],
  ])('the entry of a shard is %s: that shard alone is made anew', async (_, damage) => {
    const { dir } = await begun();
    const path = join(dir, 'progress', 'shard-000000.json');
    writeFileSync(path, damage(readFileSync(path, 'utf8')));
    await openCorpus(dir, head, null);
    expect([...(await keptShards(dir, plan)).keys()]).toEqual(['shard-000001.jsonl']);
  });

  test('a shard is gone, cut off, or longer than it was', async () => {
    const { dir } = await begun();
    writeFileSync(join(dir, 'shard-000000.jsonl'), '{"image":"a.p');
    expect([...(await keptShards(dir, plan)).keys()]).toEqual(['shard-000001.jsonl']);
    writeFileSync(join(dir, 'shard-000001.jsonl'), '{"image":"b.png"}\n\n');
    expect((await keptShards(dir, plan)).size).toBe(0);
  });

  const open = async (dir: string): Promise<unknown> => {
    await openCorpus(dir, head, null);
    return keptShards(dir, plan);
  };

  test.each([
    ['model', { model: null }, 'model'],
    ['listing', { listing: 5 }, 'listing'],
    ['options', { options: [] }, 'options'],
    ['shards', { shards: { length: 1e9 } }, 'shards'],
    ['one shard', { shards: [null] }, 'shards.0'],
    ['a file elsewhere', { merged: { name: '../x', bytes: 1, sha256: hash('0') } }, 'merged.name'],
  ])('its manifest is damaged in %s: it is named, and overwrite makes it anew', async (_, change, field) => {
    const { dir, manifest } = await whole();
    const path = join(dir, 'manifest.json');
    writeFileSync(path, JSON.stringify({ ...manifest, ...change }));
    await expect(open(dir)).rejects.toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringContaining(`${path} is damaged: ${field}: `),
    });
    await expect(open(dir)).rejects.toThrow('make the trees anew with overwrite: true');
    await openCorpus(dir, head, async () => void (await setCorpusAside(dir)));
    expect(readdirSync(dir).sort()).toEqual(['progress', 'replaced-corpus']);
  });

  test.each([
    ['manifest.json', '{"schema": "rnp-cor'],
    ['progress/corpus.json', '\u0000\u0000'],
  ])('%s that is no JSON is named, and nothing is removed', async (name, text) => {
    const { dir } = await begun();
    const path = join(dir, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    for (const overwrite of [false, true]) {
      await expect(
        openCorpus(dir, head, overwrite ? async () => void (await setCorpusAside(dir)) : null),
      ).rejects.toMatchObject({
        code: 'RNP_USAGE',
        message: `${path} is no JSON; it is damaged; choose another folder with out`,
      });
    }
    expect(readdirSync(dir)).toContain('shard-000001.jsonl');
  });
});
