import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of one's own. It is removed after the tests of the file, as is all that they leave among temporary files: see `environment.js`. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'own-'));
}
