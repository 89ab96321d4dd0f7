import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { inWords } from '@rnp/errors';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { UsageError } from '../../src/errors.js';
import { trainRun } from '../../src/run/trainRun.js';

/** What going on with a run there is told. */
async function refused(out: string): Promise<string> {
  const error = await trainRun({}, { out, resume: true })
    .result()
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return inWords((error as UsageError).wording);
}

test('where there is no run none goes on, no folder is made for it, and the one that was meant is named', async () => {
  const dir = temporaryFolder();
  const missing = join(dir, 'none');
  expect(await refused(missing)).toBe(`there is no run in ${missing}; train without resume`);
  expect(existsSync(missing)).toBe(false);
  mkdirSync(join(dir, 'digits'));
  expect(await refused(join(dir, 'digist'))).toContain(`Did you mean ${join(dir, 'digits')}?`);
  // A folder alone is no run.
  expect(await refused(join(dir, 'digits'))).toContain('; train without resume');
});
