import assert from 'node:assert/strict';
import { batchIndices, batchOf } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';

const digits = await embeddedDigits({ split: 'train' });
assert.deepEqual([digits.length, ...digits.imageShape], [9000, 28, 28, 1]);
const pixels = batchOf(digits, batchIndices(digits.length, 8, 1, 0));
assert.equal(pixels.length, 8 * 28 * 28);
assert.ok(Math.max(...pixels) <= 1 && Math.max(...pixels) > 0.5);
