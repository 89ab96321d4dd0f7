import assert from 'node:assert/strict';
import { main } from '@rnp/cli';

assert.equal(await main(['data', 'list', '--json']), 0);
// A user's mistake is answered with an exit code of its own, not thrown.
assert.equal(await main(['train', '--no-such-option']), 2);
