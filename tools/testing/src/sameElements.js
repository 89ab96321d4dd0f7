// Jest's setupFilesAfterEnv. By itself it compares buffers and typed arrays one element after another, each by its general comparison, at a
// microsecond an element: files of weights take longer to compare than to train.
import { expect } from '@jest/globals';

// Looked up each time among the globals of a sandbox it takes as long as all the rest.
const { is } = Object;

expect.addEqualityTesters([sameElements]);

/** Whether two typed arrays of one kind have the same elements, as Jest sees them. Anything else is Jest's to compare. */
function sameElements(a, b) {
  if (!ArrayBuffer.isView(a) || a instanceof DataView || a.constructor !== b?.constructor) return undefined;
  if (a.length !== b.length) return false;
  return bytesOf(a).equals(bytesOf(b)) || a.every((value, i) => is(value, b[i]));
}

function bytesOf({ buffer, byteOffset, byteLength }) {
  return Buffer.from(buffer, byteOffset, byteLength);
}
