import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { UsageError } from '@rnp/runs';

/** What the kernel shows as files, by the number of the file system: nothing can be kept there. */
const shownByKernel: ReadonlyMap<number, string> = new Map([
  [0x9fa0, 'proc'],
  [0x62656572, 'sysfs'],
]);

/**
 * Sees that outputs can be kept in a place, before anything is computed. In `/proc`, Node's mkdir would try for ever.
 *
 * @throws UsageError for an empty name, and for a file system of the kernel's
 */
export function requirePlace(path: string): string {
  if (path === '') throw new UsageError('--out is empty; name a folder, or . for this one');
  let there = resolve(path);
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  const kind = shownByKernel.get(kindOf(there));
  if (kind !== undefined) {
    throw new UsageError(
      `--out ${path} lies in ${there} (${kind}), where no file can be kept; name another place`,
    );
  }
  return path;
}

function kindOf(path: string): number {
  try {
    return Number(statfsSync(path).type);
  } catch {
    // Whatever is wrong with it is said when it is written.
    return 0;
  }
}
