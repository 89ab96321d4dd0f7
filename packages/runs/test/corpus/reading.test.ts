import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { listedBytes } from '../../src/corpus/listedBytes.js';
import { openReadingJournal } from '../../src/corpus/readingJournal.js';

const cwd = temporaryFolder();

test('a journal that is cut off or damaged accuses no image', async () => {
  const folder = join(cwd, 'journal');
  mkdirSync(folder);
  writeFileSync(join(folder, 'reading.jsonl'), '["a.png"]\n["b.p');
  for (let session = 0; session < 2; session++) {
    const journal = await openReadingJournal(folder);
    expect([journal.refusal('a.png'), journal.refusal('b.png')]).toEqual([null, null]);
    await journal.begin('a.png');
    await journal.close();
    if (session === 0) writeFileSync(join(folder, 'ended-by.json'), '{"a.png": ');
  }
  const journal = await openReadingJournal(folder);
  expect(journal.refusal('a.png')).toMatchObject({ code: 'RNP_IMAGE_ABORTED' });
  await journal.close();
});

test('a listed file is read in its folder alone, and nothing tells whether another is there', async () => {
  const outside = temporaryFolder();
  mkdirSync(join(cwd, 'scans'));
  writeFileSync(join(cwd, 'scans', 'a.png'), 'x');
  writeFileSync(join(cwd, 'hang.mjs'), 'x');
  writeFileSync(join(outside, 'there.png'), 'x');
  symlinkSync(outside, join(cwd, 'scans', 'link'));
  symlinkSync(join(outside, 'there.png'), join(cwd, 'scans', 'file.png'));
  const folder = join(cwd, 'scans');
  for (const path of ['link/there.png', 'link/none.png', 'file.png', '../hang.mjs', 'none.png', 'link'])
    expect(await listedBytes(folder, path)).toBeNull();
  expect(await listedBytes(folder, 'a.png')).toEqual(expect.any(Uint8Array));
});
