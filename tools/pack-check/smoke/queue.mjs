import assert from 'node:assert/strict';
import { openQueue } from '@rnp/queue';

// Nobody listens on this port; a server is met in the package's own tests.
await assert.rejects(openQueue({ url: 'redis://127.0.0.1:1', env: {} }), { code: 'RNP_QUEUE' });
