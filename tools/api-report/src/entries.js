import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every entry that a published package offers to programs, in order.
 *
 * @typedef {object} Entry
 * @property {string} folder the package's
 * @property {string} name "index" for the package itself, else the entry's name: "node" for @rnp/vae/node
 * @property {string} types its declarations, built
 *
 * @param {string} packages the folder that holds the packages
 * @returns {Entry[]}
 */
export function listEntries(packages) {
  return readdirSync(packages)
    .sort()
    .map((name) => join(packages, name))
    .flatMap((folder) => {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      // A command has no declarations that a program would use.
      if (manifest.bin !== undefined) return [];
      return Object.entries(manifest.exports)
        .filter(([, target]) => target.types !== undefined)
        .map(([path, { types }]) => ({
          folder,
          name: path === '.' ? 'index' : path.slice('./'.length),
          types: join(folder, types),
        }));
    });
}
