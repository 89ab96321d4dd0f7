import { join } from 'node:path';
import type { LeftOut } from '@rnp/datasets';
import { picturePaths } from '@rnp/datasets/node';
import { sha256 } from '@rnp/files/node';
import { readFileBounded } from '@rnp/images/node';
import { isExpected, UsageError } from '../errors.js';
import { inGroups } from './inGroups.js';

/** Why an image has no tree. */
export interface ImageError {
  readonly code: string;
  readonly message: string;
}

/** A file that is an image by its name, as it was when the folder was listed. */
export type ListedImage =
  | {
      /** Below the folder, with '/' on every system. */
      readonly path: string;
      readonly bytes: number;
      readonly sha256: string;
    }
  | { readonly path: string; readonly error: ImageError };

/** The images of a folder, in the order of their paths' code units. */
export interface Listing {
  readonly images: readonly ListedImage[];
  /** Names of links, which are not followed. */
  readonly links: readonly string[];
  /** What else lies there, and why it is not taken. */
  readonly leftOut: readonly LeftOut[];
  /** Of paths and contents. */
  readonly sha256: string;
}

export interface ListOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** The listing is kept in memory, some 200 bytes an image. */
const maxImages = 1_000_000;

/** Files read at once: enough to keep a disk busy, few enough for files of 256 MB. */
const filesAtOnce = 4;

/**
 * The PNG and JPEG files below a folder, hidden ones and links passed over, each with the hash of its content: an image is
 * the same on every machine that has a copy of the folder, whatever its dates, and one that was drawn anew within a second is
 * another. That reads every file once more, at the speed of the disk.
 *
 * A file that cannot be read is listed with its error.
 *
 * @throws RnpError `RNP_DATA_FOLDER`, UsageError when there are links alone; the signal's reason when it is aborted
 */
export async function listImages(folder: string, { signal, onProgress }: ListOptions = {}): Promise<Listing> {
  const { files, links, leftOut } = await picturePaths(folder, maxImages, signal);
  if (files.length === 0) {
    throw new UsageError(
      `${folder} holds links alone (${links.slice(0, 3).join(', ')}), which are not followed; copy the images`,
    );
  }
  let done = 0;
  const images = await inGroups(files, filesAtOnce, async (path) => {
    const image = await listed(folder, path, signal);
    onProgress?.(++done, files.length);
    return image;
  });
  return { images, links, leftOut, sha256: hashOfImages(images) };
}

/** Of paths and contents, in this order. */
export function hashOfImages(images: readonly ListedImage[]): string {
  return sha256(
    JSON.stringify(images.map((image) => [image.path, 'error' in image ? image.error.code : image.sha256])),
  );
}

async function listed(folder: string, path: string, signal?: AbortSignal): Promise<ListedImage> {
  try {
    const bytes = await readFileBounded(join(folder, path), { name: path, ...(signal && { signal }) });
    return { path, bytes: bytes.length, sha256: sha256(bytes) };
  } catch (error) {
    signal?.throwIfAborted();
    if (!isExpected(error)) throw error;
    return { path, error: { code: error.code, message: error.message } };
  }
}
