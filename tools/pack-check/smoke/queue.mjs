import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { openQueue, openStore } from '@rnp/queue';

const store = openStore(mkdtempSync('store-'));
assert.equal(await store.putIfAbsent('a/b', Uint8Array.of(1)), true);
assert.equal(await store.putIfAbsent('a/b', Uint8Array.of(2)), false);
assert.deepEqual([...(await store.get('a/b'))], [1]);
// Nobody listens on this port; a server is met in the package's own tests.
await assert.rejects(openQueue({ url: 'redis://127.0.0.1:1', env: {} }), { code: 'RNP_QUEUE' });
