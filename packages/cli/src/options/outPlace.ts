import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { requirePlace } from '@rnp/runs/outputs';
import { meantBeside } from '@rnp/runs/words';
import { say } from '../terminal/say.js';

/**
 * Where `--out` leads. A folder around it that is not there is made, which may not be what was meant: that is told where another is
 * called alike.
 *
 * @throws UsageError as `requirePlace`
 */
export function outPlace(path: string): string {
  requirePlace(path);
  const parent = dirname(path);
  const [near] = existsSync(parent) ? [] : meantBeside(parent, 'folder');
  if (near !== undefined) say(`--out ${path}: the folder ${parent} is made; ${near} is there already`);
  return path;
}
