import { existsSync, opendirSync, statSync } from 'node:fs';
import { basename, dirname, join, normalize, sep } from 'node:path';
import { check } from '../checks.js';
import { meantBy } from './didYouMean.js';

/** A folder of more names is none in which a person looks for one. */
const maxNames = 10_000;
/** A way with more wrong words is none that was meant. */
const maxWrong = 2;

/**
 * The existing paths that somebody may have meant by a path that does not exist. The first missing name is
 * compared with the names beside it. The paths are written like the given one.
 *
 * @param kind 'folder' for folders only. Default 'any'
 */
export function meantBeside(path: string, kind: 'folder' | 'any' = 'any'): readonly string[] {
  check.text('path', path);
  check.choice('kind', kind, ['folder', 'any']);
  const dot = /^\.[\\/]/.exec(path)?.[0] ?? '';
  return meantPaths(normalize(path).replace(/[\\/]+$/, ''), kind, maxWrong).map((one) => `${dot}${one}`);
}

function meantPaths(path: string, kind: 'folder' | 'any', left: number): readonly string[] {
  if (left === 0) return [];
  let [parent, missing, rest] = [dirname(path), basename(path), ''];
  while (!existsSync(parent) && dirname(parent) !== parent) {
    [parent, missing, rest] = [dirname(parent), basename(parent), join(missing, rest)];
  }
  // What the way goes on through is a folder.
  const names = namesIn(parent, missing, rest === '' ? kind : 'folder');
  return meantBy(missing, names).flatMap((name) => {
    const meant = join(parent, name, rest);
    return existsSync(meant) ? [meant] : meantPaths(meant, kind, left - 1);
  });
}

/** Hidden names are meant by hidden names alone. */
function namesIn(folder: string, like: string, kind: 'folder' | 'any'): readonly string[] {
  const names: string[] = [];
  try {
    const entries = opendirSync(folder);
    try {
      for (let read = 0; read < maxNames; read++) {
        const entry = entries.readSync();
        if (entry === null) break;
        if (entry.name.startsWith('.') !== like.startsWith('.')) continue;
        if (
          kind === 'any' ||
          entry.isDirectory() ||
          (entry.isSymbolicLink() && isFolder(folder, entry.name))
        ) {
          names.push(entry.name);
        }
      }
    } finally {
      entries.closeSync();
    }
  } catch {
    // Who may not look into the folder is told of the missing file alone.
    return [];
  }
  return names.sort();
}

function isFolder(folder: string, name: string): boolean {
  return statSync(`${folder}${sep}${name}`, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
