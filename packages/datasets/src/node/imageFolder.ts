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

const mostPictures = 200_000;
const mostDepth = 8;
const mostFileBytes = 256 * 1024 * 1024;
const ending = /\.(png|jpe?g)$/i;

/**
 * The PNG and JPEG files below a folder, in the order of their paths (by code unit, so the same everywhere). Hidden files
 * and other files are passed over, links to folders not followed. Folders 'train' and 'test', if there are just these
 * two, hold a split each.
 *
 * @throws DatasetError `RNP_DATA_FOLDER`: no folder, no pictures, too many, or some beside class folders
 */
export async function pictureFiles(
  folder: string,
  split: 'train' | 'test',
): Promise<{ readonly files: readonly PictureFile[]; readonly presplit: boolean }> {
  const top = await entriesOf(folder);
  const folders = top.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const presplit = folders.join() === 'test,train' && !top.some(({ name }) => ending.test(name));
  const root = presplit ? join(folder, split) : folder;
  const files: PictureFile[] = [];
  const walk = async (at: string, className: string | undefined, depth: number): Promise<void> => {
    for (const entry of await entriesOf(at)) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) {
        if (depth === mostDepth) throw bad(path, `lies more than ${mostDepth} folders deep`);
        await walk(path, className ?? entry.name, depth + 1);
      } else if (ending.test(entry.name)) {
        files.push({ path, ...(className !== undefined && { className }) });
        if (files.length > mostPictures) throw bad(folder, `holds more than ${mostPictures} pictures`);
      }
    }
  };
  await walk(root, undefined, 0);
  if (files.length === 0) throw bad(root, 'holds no .png, .jpg or .jpeg files');
  const loose = files.find(({ className }) => className === undefined);
  if (loose !== undefined && files.some(({ className }) => className !== undefined)) {
    throw bad(
      loose.path,
      'lies beside folders of classes; put it into one of them, or all pictures into one folder',
    );
  }
  return { files, presplit };
}

/** @throws DatasetError `RNP_DATA_READ` or `RNP_DATA_TOO_LARGE`, naming the file */
export async function readPicture(path: string, signal?: AbortSignal): Promise<Uint8Array> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new DatasetError('RNP_DATA_READ', `${path} is no file; move it away`, { path });
    if (info.size > mostFileBytes) {
      throw new DatasetError('RNP_DATA_TOO_LARGE', `${path} has ${info.size} bytes; make it smaller`, {
        path,
      });
    }
    return await readFile(path, { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof DatasetError) throw cause;
    const { code } = cause as { code?: string };
    throw new DatasetError('RNP_DATA_READ', `cannot read ${path} (${code}); check that it may be read`, {
      path,
      cause,
    });
  }
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
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

function bad(path: string, complaint: string): DatasetError {
  return new DatasetError('RNP_DATA_FOLDER', `${path} ${complaint}`, { path });
}
