import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * What `packages/` publishes, by name:
 * `{ name, short, folder, manifest, entries: [{ id, subpath, nodeOnly }], needs }`, where `needs` are the
 * names of the @rnp packages that it stands on, with what those stand on.
 */
export function publishedPackages() {
  const found = new Map();
  for (const short of readdirSync(join(root, 'packages')).sort()) {
    const folder = join(root, 'packages', short);
    if (!existsSync(join(folder, 'package.json'))) continue;
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    if (manifest.private) continue;
    found.set(manifest.name, { name: manifest.name, short, folder, manifest, entries: entriesOf(manifest) });
  }
  for (const one of found.values()) one.needs = closure(one, found);
  return found;
}

/** A subpath called `node` or exported to Node alone, and all of a package that brings a command, may use what only Node has. */
function entriesOf(manifest) {
  return Object.keys(manifest.exports)
    .filter((subpath) => subpath !== './package.json')
    .map((subpath) => ({
      id: manifest.name + subpath.slice(1),
      subpath,
      nodeOnly:
        manifest.bin !== undefined ||
        /^\.\/node(\/|$)/.test(subpath) ||
        manifest.exports[subpath].default === undefined,
    }));
}

function closure(start, all) {
  const needs = new Set();
  const visit = (one) => {
    for (const name of Object.keys({ ...one.manifest.dependencies, ...one.manifest.peerDependencies })) {
      if (!all.has(name) || needs.has(name)) continue;
      needs.add(name);
      visit(all.get(name));
    }
  };
  visit(start);
  return [...needs];
}
