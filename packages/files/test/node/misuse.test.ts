import { type FileHandle, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import { writeSafetensors } from '../../src/index.js';
import * as node from '../../src/node/index.js';

const here = process.cwd();
const dir = await mkdtemp(join(tmpdir(), 'rnp-misuse-'));
const bytes = Uint8Array.of(1, 2, 3);
const lines = join(dir, 'rows.jsonl');
const weights = join(dir, 'a.safetensors');
let file: FileHandle;
let store: node.ObjectStore;

beforeAll(async () => {
  // Names such as `text` are those of files here.
  process.chdir(dir);
  await writeFile(lines, '{"step":1}\n');
  await writeFile(weights, writeSafetensors({ a: { shape: [1], data: Float32Array.of(1) } }));
  await mkdir(join(dir, 'store'));
  file = await open(weights);
  store = await node.openStore(join(dir, 'store'));
  await store.put('a', bytes);
});
afterAll(async () => {
  await file.close();
  process.chdir(here);
  await rm(dir, { recursive: true });
});

/** Calls with right arguments. */
const rightCalls = (): Readonly<Record<string, readonly unknown[]>> => ({
  appendJsonLine: [lines, { step: 2 }],
  codeOf: [new Error('x')],
  fileError: [new Error('x'), 'read', lines, 'RNP_FILE', { ENOENT: 'Make it' }],
  isFolderLocked: [join(dir, 'locked')],
  keepJsonLines: [lines, () => true],
  kernelFileSystem: [dir],
  lockFolder: [join(dir, 'locked')],
  openStore: [join(dir, 'store')],
  readJsonLines: [lines],
  readSafetensorsFileHeader: [file, weights],
  replaceFolder: [join(dir, 'folder'), { a: bytes }],
  requireWritableFolder: [join(dir, 'folder')],
  sha256: [bytes],
  sha256OfFile: [weights],
  standingFolder: [join(dir, 'folder')],
  temporaryOf: ['.a.tmp-1-0123456789abcdef0123'],
  writeFileAtomic: [join(dir, 'a.bin'), bytes],
  writeFileIfAbsent: [join(dir, 'a.bin'), bytes],
});

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(exportedFunctions(node));
});

test.each(exportedFunctions(node))('%s throws its own errors', async (name) => {
  const own = (node as unknown as Record<string, Call>)[name]!;
  const freed: Call = async (...values) => (await (own(...values) as Promise<node.FolderLock>)).release();
  await expectOwnErrors(name === 'lockFolder' ? freed : own, rightCalls()[name]!);
});

test.each(['put', 'putIfAbsent', 'get', 'list', 'delete'] as const)('%s of a store, too', async (name) => {
  const listed: Call = async (prefix) => {
    for await (const held of store.list(prefix as string)) void held;
  };
  const own: Call = (...values) => (store[name] as Call)(...values);
  const right = name.startsWith('put') ? ['b', bytes] : ['b'];
  await expectOwnErrors(name === 'list' ? listed : own, right);
});
