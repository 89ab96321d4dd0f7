import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from '@jest/globals';
import { defaultPreprocessing } from '@rnp/images';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { corpusHead } from '../../src/corpus/corpusManifest.js';
import type { CorpusWork } from '../../src/corpus/corpusWork.js';
import { type MakeShards, makeCorpus } from '../../src/corpus/makeCorpus.js';
import { setCorpusAside } from '../../src/corpus/replacedCorpus.js';
import { planShards } from '../../src/corpus/shardPlan.js';

const hash = (digit: string): string => digit.repeat(64);
const images = ['a.png', 'b.png'].map((path, i) => ({ path, bytes: 9, sha256: hash(`${i}`) }));

/** Makes trees of an inference, of which each says its shard; ends with an error after so many. */
async function make(dir: string, infer: number, overwrite: boolean, upTo = 2): Promise<readonly string[]> {
  const work: CorpusWork = {
    rnp: '1.0.0',
    model: { name: 'mnist', sha256: { 'config.json': hash('1'), 'model.safetensors': hash('2') } },
    backend: 'wasm',
    options: { preprocessing: { ...defaultPreprocessing([28, 28, 1]), ink: true }, infer },
  };
  const head = corpusHead({ folder: 'scans', shardSize: 1, command: 'rnp parse scans' }, work, {
    images,
    links: [],
    sha256: hash('3'),
  });
  const shards: MakeShards = async function* (missing) {
    let made = 0;
    for (const shard of missing) {
      if (made++ === upTo) throw new Error('stopped');
      yield [shard, { bytes: Buffer.from(`${infer} ${shard.name}\n`), records: 1, errors: 0 }];
    }
  };
  const notes: string[] = [];
  const plan = planShards(images, work, 1);
  const options = { overwrite, merge: false, onNote: (line: string) => void notes.push(line) };
  await makeCorpus(shards, dir, head, plan, options).catch((error: Error) => notes.push(error.message));
  return notes;
}

test('trees of other options take the folder of a corpus that was stopped before its first shard', async () => {
  const begun = temporaryFolder();
  expect(await make(begun, 0, false, 0)).toEqual(['stopped']);
  // What everything died at before is still known.
  writeFileSync(join(begun, 'progress', 'ended-by.json'), '["a.png"]');
  expect(await make(begun, 1, false, 1)).toEqual(['stopped']);
  expect(readFileSync(join(begun, 'progress', 'ended-by.json'), 'utf8')).toBe('["a.png"]');
  expect(await make(begun, 0, false)).toEqual([expect.stringContaining('holds trees')]);
  expect(await make(begun, 1, false)).toEqual([]);
  expect(contentOf(begun)).toMatchObject({ 'shard-000001.jsonl': '1 shard-000001.jsonl\n' });
});

function contentOf(dir: string): Record<string, string> {
  const names = readdirSync(dir).filter((name) => /\.(jsonl?|txt)$/.test(name));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(dir, name), 'utf8')]));
}

let dir: string;
let old: Record<string, string>;
beforeEach(async () => {
  dir = temporaryFolder();
  writeFileSync(join(dir, 'mine.txt'), 'mine');
  expect(await make(dir, 0, false)).toEqual([]);
  old = contentOf(dir);
});
const aside = (): string => join(dir, 'replaced-corpus');

test('trees that are replaced wait until the new ones are whole', async () => {
  expect(await make(dir, 1, true, 1)).toEqual([
    `the earlier trees wait in ${aside()} until these are whole`,
    `the earlier trees still wait in ${aside()}`,
    'stopped',
  ]);
  const { 'mine.txt': _, ...trees } = old;
  expect(contentOf(aside())).toEqual(trees);
  // Begun once more from the start: the same wait.
  await make(dir, 1, true, 1);
  expect(contentOf(aside())).toEqual(trees);
  expect(await make(dir, 1, false)).toEqual([`earlier trees wait in ${aside()} until these are whole`]);
  expect(readdirSync(dir)).toEqual(expect.not.arrayContaining(['replaced-corpus']));
  expect(contentOf(dir)).toMatchObject({
    'shard-000001.jsonl': '1 shard-000001.jsonl\n',
    'mine.txt': 'mine',
  });
});

test('and are put back when these end before their first shard', async () => {
  expect(await make(dir, 1, true, 0)).toContain(
    `this ended before its first shard: the earlier trees in ${dir} are back`,
  );
  expect(contentOf(dir)).toEqual(old);
  expect(readdirSync(dir).filter((name) => /replaced|progress/.test(name))).toEqual([]);
});

test('and are put back after a crash on the way aside, or before the new ones have begun', async () => {
  const back = [`the trees in ${dir} are back: what was to replace them had not begun`];
  mkdirSync(`${aside()}.moving`);
  renameSync(join(dir, 'shard-000000.jsonl'), join(`${aside()}.moving`, 'shard-000000.jsonl'));
  expect(await make(dir, 0, false)).toEqual(back);
  expect(contentOf(dir)).toMatchObject({ 'shard-000000.jsonl': old['shard-000000.jsonl'] });

  await setCorpusAside(dir);
  expect(await make(dir, 0, false)).toEqual(back);
  expect(contentOf(dir)['shard-000001.jsonl']).toBe(old['shard-000001.jsonl']);
});

test('a folder of that name that holds something else is left alone', async () => {
  mkdirSync(aside());
  writeFileSync(join(aside(), 'thesis.txt'), 'years');
  expect(await make(dir, 1, true)).toEqual([
    expect.stringMatching(/replaced-corpus holds files of no corpus/),
  ]);
  expect(readFileSync(join(aside(), 'thesis.txt'), 'utf8')).toBe('years');
  expect(contentOf(dir)).toEqual(old);
});
