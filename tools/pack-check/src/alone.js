import { linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { emptyProject } from './consumer.js';

/** What npm notes of all that it has installed, without what is for other systems. */
const installed = 'node_modules/.package-lock.json';

/**
 * A project in which one package is installed as `npm install` would alone: with what it and its dependencies declare, and
 * nothing else. Its files are those of a project where all packages are, by hard links: to install sixteen times takes
 * longer than all that is done with them.
 *
 * @param together folder of the project that has all packages, inside `parent`
 * @returns its folder
 */
export function createAlone(parent, one, together) {
  const { packages } = JSON.parse(readFileSync(join(together, installed), 'utf8'));
  const folder = emptyProject(parent, one.short, {});
  for (const place of placesOf(one.name, packages)) linkFolder(join(together, place), join(folder, place));
  for (const [command, path] of Object.entries(one.manifest.bin ?? {})) {
    const commands = join(folder, 'node_modules/.bin');
    mkdirSync(commands, { recursive: true });
    symlinkSync(join('..', one.name, path), join(commands, command));
  }
  return folder;
}

/**
 * Where a package and all that it needs are installed: dependencies, peers that are not optional, and so on. What is optional,
 * a program asks for by itself.
 *
 * @param packages of npm's note, by place
 * @throws Error for what is declared and not installed
 */
function placesOf(name, packages) {
  const places = new Set();
  const visit = (place) => {
    if (places.has(place)) return;
    places.add(place);
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = packages[place];
    const peers = Object.keys(peerDependencies ?? {}).filter(
      (peer) => !peerDependenciesMeta?.[peer]?.optional,
    );
    for (const needed of [...Object.keys(dependencies ?? {}), ...peers]) {
      const found = placeOf(needed, place, packages);
      if (found === undefined) throw new Error(`${place} needs ${needed}, which is not installed`);
      visit(found);
    }
    // npm leaves out those of other systems.
    for (const wanted of Object.keys(optionalDependencies ?? {})) {
      const found = placeOf(wanted, place, packages);
      if (found !== undefined) visit(found);
    }
  };
  visit(`node_modules/${name}`);
  return places;
}

/** Where Node finds a package that another one imports: beside its own dependencies, or further up. */
function placeOf(name, from, packages) {
  const inside = join(from, 'node_modules', name);
  if (inside in packages) return inside;
  const end = from.lastIndexOf('/node_modules/');
  if (end >= 0) return placeOf(name, from.slice(0, end), packages);
  const top = join('node_modules', name);
  return top in packages ? top : undefined;
}

/** The packages inside a package have places of their own. */
function linkFolder(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else linkSync(source, target);
  }
}
