import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { option, worded } from '@rnp/errors';
import { kernelFileSystem } from '@rnp/files/node';
import { check } from '../checks.js';
import { UsageError } from '../errors.js';

/**
 * Checks that files can be kept at a path, before anything is computed. In `/proc`, Node's mkdir would try
 * for ever.
 *
 * @returns the path
 * @throws UsageError for an empty path, and for a path in a file system of the kernel or below a file
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
  if (there !== resolve(path) && !statSync(there).isDirectory()) {
    throw new UsageError(
      worded`${option('out', path)} lies in ${there}, which is no folder; name another place`,
    );
  }
  return path;
}
