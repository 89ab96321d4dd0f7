import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sha256, sha256OfFile } from '../../src/node/index.js';
import { temporaryFolder } from './temporaryFolder.js';

const folder = temporaryFolder();
/** FIPS 180-4, of "abc". */
const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('of text, of bytes and of a file; null where there is none', async () => {
  const path = join(folder.path, 'abc');
  await writeFile(path, 'abc');
  expect([sha256('abc'), sha256(new TextEncoder().encode('abc')), await sha256OfFile(path)]).toEqual([
    abc,
    abc,
    abc,
  ]);
  expect(await sha256OfFile(join(folder.path, 'none'))).toBeNull();
});
