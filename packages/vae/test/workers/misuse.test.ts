import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as workers from '../../src/workers/index.js';

/** What a browser's Worker has. */
const worker = { postMessage: () => undefined, terminate: () => undefined };

/** Calls with right arguments. */
const rightCalls: Readonly<Record<string, readonly unknown[]>> = {
  defaultWorkers: [16],
  webWorker: [worker],
};

beforeAll(() => useBackend('wasm'));

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls).sort()).toEqual(exportedFunctions(workers));
});

test.each(exportedFunctions(workers))('%s throws its own errors', async (name) => {
  await expectOwnErrors((workers as unknown as Record<string, Call>)[name]!, rightCalls[name]!);
});
