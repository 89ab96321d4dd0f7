import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The file of a program that runs in a process of its own. It is found by the package's own name: the same from its sources and from
 * what is built of them.
 */
export function childProgram(name: 'trainChild' | 'imageChild'): string {
  const root = dirname(createRequire(import.meta.url).resolve('@rnp/runs/package.json'));
  return join(root, 'dist', 'bundled', `${name}.mjs`);
}
