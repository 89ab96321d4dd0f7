import type { Dirent } from 'node:fs';
import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { RnpError } from '@rnp/errors';
import { kernelFileSystem } from '@rnp/files/node';
import { createLeftOut, type LeftOut, type LeftOutReason } from '../../pictures/leftOut.js';
import { isLock } from '../../pictures/ownOutput.js';
import type { WalkWatch } from '../../pictures/pictureFolder.js';
import { byCodeUnits, hiddenReason, isPictureName } from '../../pictures/pictureName.js';
import { isMarkedFile, isOwnFolder } from './outputMark.js';

/** What lies below a folder. Paths are relative to it, with '/' on every system, in the order of their code units. */
export interface PictureWalk {
  readonly files: readonly string[];
  /** Links to files and folders that were not followed, where none are to be. */
  readonly links: readonly string[];
  /** Folders that were looked into. */
  readonly folders: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** Folders and links that were not looked into, since the walk was stopped. */
  readonly unseen: readonly string[];
}

export interface WalkOptions extends WalkWatch {
  /** Pictures that are taken. */
  readonly max: number;
  /** Whether links that stay inside the folder are followed. */
  readonly follow: boolean;
  /** Files and folders that are looked at, whatever they are; `defaultMaxEntries` unless given. */
  readonly maxEntries?: number;
}

const maxDepth = 8;

/** Above it the folder is no folder of pictures but a disk. */
const defaultMaxEntries = 2_000_000;

/** Within it a local disk lists millions of files: a folder whose pictures are so rare is a disk, or has no end. */
const defaultMaxIdleSeconds = 60;

/**
 * The PNG and JPEG files below a folder, by their names. Left out, and told: what is hidden or made by the system, results
 * of ours, other files, file systems of the kernel such as `/proc`, and links out of the folder. A file that has two names by way
 * of links counts once, by its own.
 *
 * @throws RnpError `RNP_FILE` where there is no folder; `RNP_DATA_FOLDER`: one of the kernel's, too many pictures or files, some too deep, or none found for `maxIdleSeconds`; the signal's reason
 */
export async function walkPictures(folder: string, options: WalkOptions): Promise<PictureWalk> {
  const { max, follow, maxEntries = defaultMaxEntries, enough, onWalked } = options;
  const { signal, maxIdleSeconds = defaultMaxIdleSeconds } = options;
  const leftOut = createLeftOut();
  const [files, folders, links, unseen]: string[][] = [[], [], [], []];
  /** Where the files and folders really are that were met already: nothing is read twice, and no loop is entered. */
  const met = new Set<string>();
  let entries = 0;
  let lastFound = performance.now();

  /** @param device of the folder around it: only where another one begins can another file system */
  const look = async (path: string, place: string, depth: number, device: number | null): Promise<void> => {
    if (met.has(place)) return leftOut.add(path, 'link-repeated');
    if (path !== '' && enough?.()) return void unseen!.push(path);
    signal?.throwIfAborted();
    if (path !== '' && performance.now() - lastFound > 1000 * maxIdleSeconds) {
      const so = `${entries} files and folders were looked through, and no picture was found for ${maxIdleSeconds} seconds, up to ${path}`;
      throw bad(folder, `${so}; name a folder that holds the images alone`);
    }
    met.add(place);
    const own = await deviceOf(place);
    const kernel = own === device ? null : kernelFileSystem(place);
    if (kernel !== null && path === '') {
      throw bad(
        folder,
        `lies in a file system of the kernel (${kernel}), which holds no pictures; name a folder of images`,
      );
    }
    if (kernel !== null) return leftOut.add(path, 'kernel');
    const all = await entriesOf(join(folder, path));
    entries += all.length;
    onWalked?.({ entries, pictures: files!.length });
    if (entries > maxEntries) {
      const at = path === '' ? '' : `, counted up to ${path}`;
      throw bad(
        folder,
        `holds more than ${maxEntries} files and folders${at}; name a folder that holds the images alone`,
      );
    }
    const names = all.map(({ name }) => name);
    if (path !== '' && (await isOwnFolder(place, names))) return leftOut.add(path, 'output');
    folders!.push(path);
    // A lock is ours, and gone soon: nobody needs to be told of it.
    for (const entry of all.filter(({ name }) => !isLock(name))) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`;
      const reason = reasonOf(entry);
      if (reason !== null) leftOut.add(below, reason);
      else if (entry.isSymbolicLink()) links!.push(below);
      else if (entry.isDirectory()) {
        if (depth === maxDepth)
          throw bad(
            join(folder, below),
            `lies more than ${maxDepth} folders deep in ${folder}; name a folder nearer to the images`,
          );
        await look(below, join(place, entry.name), depth + 1, own);
      } else await take(below, join(place, entry.name));
    }
  };
  const take = async (path: string, place: string): Promise<void> => {
    if (met.has(place)) return leftOut.add(path, 'link-repeated');
    met.add(place);
    if (/\.png$/i.test(path) && (await isMarkedFile(place))) return leftOut.add(path, 'output');
    files!.push(path);
    lastFound = performance.now();
    if (files!.length > max) throw bad(folder, `holds more than ${max} pictures; name a folder of fewer`);
  };

  const root = await placeOf(folder);
  await look('', root, 0, null);
  // Links come last: by then every file is known by its own name. Those in folders that are links are added on the way.
  const unread: string[] = [];
  for (let at = 0; at < links!.length; at++) {
    const path = links![at]!;
    if (enough?.()) {
      unseen!.push(path);
      continue;
    }
    const place = await realpath(join(folder, path)).catch(() => null);
    const info = place === null ? null : await stat(place).catch(() => null);
    if (place === null || info === null) leftOut.add(path, 'link-broken');
    else if (!info.isDirectory() && !isPictureName(path)) leftOut.add(path, 'not-picture');
    else if (!follow) unread.push(path);
    else if (!isInside(root, place)) leftOut.add(path, 'link-outside');
    else if (info.isDirectory()) await look(path, place, path.split('/').length, null);
    else if (info.isFile()) await take(path, place);
    else leftOut.add(path, 'not-file');
  }
  return {
    files: files!.sort(byCodeUnits),
    links: unread.sort(byCodeUnits),
    folders: folders!.filter((path) => path !== '').sort(byCodeUnits),
    leftOut: leftOut.all(),
    unseen: unseen!.sort(byCodeUnits),
  };
}

function reasonOf(entry: Dirent): LeftOutReason | null {
  const { name } = entry;
  const hidden = hiddenReason(name);
  if (hidden !== null) return hidden;
  if (entry.isDirectory() || entry.isSymbolicLink()) return null;
  if (!isPictureName(name)) return 'not-picture';
  return entry.isFile() ? null : 'not-file';
}

/** The number of the disk that a folder lies on; null where it cannot be asked for. */
function deviceOf(place: string): Promise<number | null> {
  return lstat(place).then(
    ({ dev }) => dev,
    () => null,
  );
}

function isInside(root: string, place: string): boolean {
  const path = relative(root, place);
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

async function placeOf(folder: string): Promise<string> {
  return realpath(folder).catch((cause) => {
    throw unreadable(folder, cause);
  });
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => byCodeUnits(a.name, b.name));
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

function unreadable(folder: string, cause: unknown): RnpError {
  const { code } = cause as { code?: string };
  const message = `cannot be read as a folder (${code}); name a folder of images`;
  return new RnpError('RNP_FILE', message, { path: folder, cause });
}

function bad(path: string, complaint: string): RnpError {
  return new RnpError('RNP_DATA_FOLDER', complaint, { path });
}
