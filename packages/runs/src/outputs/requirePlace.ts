import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { option, worded } from '@rnp/errors';
import { kernelFileSystem } from '@rnp/files/node';
<<<<<<< HEAD:packages/runs/src/outputs/requirePlace.ts
import { check } from '../checks.js';
import { UsageError } from '../errors.js';
=======
import { UsageError } from '@rnp/runs';
import { meantBeside } from '@rnp/runs/words';
import { say } from '../terminal/say.js';
>>>>>>> a9fb0a24 (What is named and is not there is told with what lies beside it, before folders are looked at, and exits with 2 everywhere; own-pictures named takes size and steps as it does unnamed):packages/cli/src/commands/place.ts

/**
 * Sees that outputs can be kept in a place, before anything is computed. In `/proc`, Node's mkdir would try for ever.
 *
 * @throws UsageError for an empty name, and for a file system of the kernel's
 */
export function requirePlace(path: string): string {
  check.text('path', path);
  if (path === '') throw new UsageError(worded`${option('out')} is empty; name a folder, or . for this one`);
  let there = resolve(path);
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  const kind = kernelFileSystem(there);
  if (kind !== null) {
    throw new UsageError(
      worded`${option('out', path)} lies in ${there} (${kind}), where no file can be kept; name another place`,
    );
  }
  sayMade(path);
  return path;
}

/** A folder around it that is not there is made, which may not be what was meant. */
function sayMade(path: string): void {
  const parent = dirname(path);
  if (existsSync(parent)) return;
  const [near] = meantBeside(parent, 'folder');
  if (near !== undefined) say(`--out ${path}: the folder ${parent} is made; ${near} is there already`);
}
