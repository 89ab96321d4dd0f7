import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors, writeSafetensors } from '@rnp/files';
import { lockFolder, openStore, writeFileAtomic } from '@rnp/files/node';

const file = writeSafetensors({ a: { shape: [2], data: Float32Array.of(1, 2), dtype: 'BF16' } });
assert.deepEqual([...readSafetensors(file).tensors.get('a').data], [1, 2]);
assert.throws(() => readSafetensors(file.subarray(1), 'a'), { code: 'RNP_WEIGHTS', path: 'a' });

const dir = mkdtempSync('files-');
await writeFileAtomic(join(dir, 'a'), file);
const lock = await lockFolder(dir);
await assert.rejects(lockFolder(dir), { code: 'RNP_BUSY' });
await lock.release();
assert.deepEqual(readdirSync(dir), ['a']);

const store = await openStore(mkdtempSync('store-'));
assert.equal(await store.putIfAbsent('a/b', Uint8Array.of(1)), true);
assert.equal(await store.putIfAbsent('a/b', Uint8Array.of(2)), false);
assert.deepEqual([...(await store.get('a/b'))], [1]);
