import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatasetError } from '../errors.js';

/** A picture file and the class it lies in. */
export interface PictureFile {
  readonly path: string;
  /** The first folder below the root; undefined where pictures lie in the root itself. */
  readonly className?: string;
}

/** Where the pictures of a folder lie. Paths are relative to it, with '/' on every system, in the order of their code units. */
export interface PicturePaths {
  readonly files: readonly string[];
  /** Those that are links, whatever they lead to. */
  readonly links: readonly string[];
}

const mostPictures = 200_000;
const mostDepth = 8;
const mostFileBytes = 256 * 1024 * 1024;
const ending = /\.(png|jpe?g)$/i;

/**
 * The PNG and JPEG files below a folder, by their names. Hidden files and other files are passed over, links to folders
 * not followed.
 *
 * @param most pictures that are taken
 * @throws DatasetError `RNP_DATA_FOLDER`: no folder, no pictures, too many, or some too deep
 */
export async function picturePaths(folder: string, most: number = mostPictures): Promise<PicturePaths> {
  const [files, links]: [string[], string[]] = [[], []];
  const walk = async (prefix: string, depth: number): Promise<void> => {
    for (const entry of await entriesOf(join(folder, prefix))) {
      const path = `${prefix}${entry.name}`;
      if (entry.isDirectory()) {
        if (depth === mostDepth) throw bad(join(folder, path), `lies more than ${mostDepth} folders deep`);
        await walk(`${path}/`, depth + 1);
      } else if (ending.test(entry.name)) {
        (entry.isSymbolicLink() ? links : files).push(path);
        if (files.length + links.length > most) throw bad(folder, `holds more than ${most} pictures`);
      }
    }
  };
  await walk('', 0);
  if (files.length + links.length === 0) throw bad(folder, 'holds no .png, .jpg or .jpeg files');
  return { files: files.sort(byCodeUnits), links: links.sort(byCodeUnits) };
}

/**
 * The pictures of a folder that is a data set, in the order of their paths; links to files are read. Folders 'train' and
 * 'test', if there are just these two, hold a split each.
 *
 * @throws DatasetError `RNP_DATA_FOLDER`: as `picturePaths`, or some beside class folders
 */
export async function pictureFiles(
  folder: string,
  split: 'train' | 'test',
): Promise<{ readonly files: readonly PictureFile[]; readonly presplit: boolean }> {
  const top = await entriesOf(folder);
  const folders = top.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const presplit = folders.join() === 'test,train' && !top.some(({ name }) => ending.test(name));
  const root = presplit ? join(folder, split) : folder;
  const { files: own, links } = await picturePaths(root);
  const files = [...own, ...links].sort(byCodeUnits).map((path) => {
    const [className, ...inside] = path.split('/');
    return { path: join(root, path), ...(inside.length > 0 && { className }) };
  });
  const loose = files.find(({ className }) => className === undefined);
  if (loose !== undefined && files.some(({ className }) => className !== undefined)) {
    throw bad(
      loose.path,
      'lies beside folders of classes; put it into one of them, or all pictures into one folder',
    );
  }
  return { files, presplit };
}

export interface ReadPictureOptions {
  /** What messages call it, its path unless given. */
  readonly name?: string;
  readonly signal?: AbortSignal;
}

/**
 * The bytes of a picture's file, at most 256 MB of them.
 *
 * @throws DatasetError `RNP_DATA_READ` or `RNP_DATA_TOO_LARGE`, naming the file; the signal's reason when it is aborted
 */
export async function readPicture(
  path: string,
  { name = path, signal }: ReadPictureOptions = {},
): Promise<Uint8Array> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new DatasetError('RNP_DATA_READ', `${name} is no file; move it away`, { path });
    if (info.size > mostFileBytes) {
      throw new DatasetError('RNP_DATA_TOO_LARGE', `${name} has ${info.size} bytes; make it smaller`, {
        path,
      });
    }
    return await readFile(path, { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof DatasetError) throw cause;
    const { code } = cause as { code?: string };
    throw new DatasetError('RNP_DATA_READ', `cannot read ${name} (${code}); check that it may be read`, {
      path,
      cause,
    });
  }
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => byCodeUnits(a.name, b.name));
  } catch (cause) {
    const { code } = cause as { code?: string };
    throw new DatasetError(
      'RNP_DATA_FOLDER',
      `cannot read the folder ${folder} (${code}); name a folder of images`,
      {
        path: folder,
        cause,
      },
    );
  }
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function bad(path: string, complaint: string): DatasetError {
  return new DatasetError('RNP_DATA_FOLDER', `${path} ${complaint}`, { path });
}
