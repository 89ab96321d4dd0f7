// b batch, h w c image
import { join, normalize } from 'node:path';
import { readFileBounded } from '@rnp/images/node';
import type { ParseTree } from '@rnp/recursive-decoder';
import type { Rnp } from '@rnp/vae';
import { isExpected, UsageError } from '../errors.js';
import { imageOfBytes } from '../input/imageInput.js';
import { sha256 } from '../input/sha256.js';
import { explainImages } from '../report/explainImages.js';
import { CorpusError } from './corpusError.js';
import type { CorpusOptions } from './corpusWork.js';
import { inGroups } from './inGroups.js';
import { filesAtOnce, type ImageError, type ListedImage } from './listing.js';

/** A line of a shard: one for every image, in their order. */
export type CorpusRecord =
  | {
      readonly image: string;
      readonly sha256: string;
      /** Σ over pixels of (image − what the tree draws)². */
      readonly squaredError: number;
      readonly tree: ParseTree;
    }
  | {
      readonly image: string;
      /** Null for a file that cannot be read at all. */
      readonly sha256: string | null;
      readonly error: ImageError;
    };

export interface ParseShardOptions {
  /** Looked at between batches. */
  readonly signal?: AbortSignal;
  /** Called after each batch with the images done. */
  readonly onProgress?: (images: number) => void;
}

/** The records of a shard as JSON Lines. */
export interface ParsedShard {
  readonly bytes: Uint8Array;
  readonly records: number;
  /** Records that are errors. */
  readonly errors: number;
}

/**
 * Images a batch. Batches are always as large as this, the last one filled up with empty images: on WASM a product of few rows
 * is summed in another order than one of many, and so an image's numbers are the same whatever other images there are.
 */
const batchSize = 64;

/**
 * Takes images apart, batch by batch, one record for each in their order. An image that cannot be decoded has a record that
 * says why. The same images, model and options give the same bytes.
 *
 * @param folder that the images' paths are below
 * @throws CorpusError RNP_CORPUS_CHANGED when a file is not the one that was listed; the signal's reason when it is aborted
 */
export async function parseShard(
  model: Rnp,
  folder: string,
  images: readonly ListedImage[],
  options: CorpusOptions,
  { signal, onProgress }: ParseShardOptions = {},
): Promise<ParsedShard> {
  const parts: Buffer[] = [];
  let errors = 0;
  for (let at = 0; at < images.length; at += batchSize) {
    const batch = images.slice(at, at + batchSize);
    const records = await recordsOf(model, folder, batch, options, signal);
    errors += records.filter((record) => 'error' in record).length;
    parts.push(Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join('')));
    onProgress?.(at + batch.length);
  }
  return { bytes: Buffer.concat(parts), records: images.length, errors };
}

async function recordsOf(
  model: Rnp,
  folder: string,
  batch: readonly ListedImage[],
  options: CorpusOptions,
  signal: AbortSignal | undefined,
): Promise<CorpusRecord[]> {
  signal?.throwIfAborted();
  const shape = model.config.imageShape;
  const size = shape[0] * shape[1] * shape[2];
  const pixels = new Float32Array(batchSize * size);
  const failures = await inGroups(batch, filesAtOnce, async (image, i) => {
    if ('error' in image) return image.error;
    const bytes = await bytesOf(folder, image);
    try {
      const input = await imageOfBytes(bytes, image.path, {
        ...options,
        shape,
        ...(signal && { signal }),
      });
      pixels.set(input.pixels, i * size);
      return null;
    } catch (error) {
      signal?.throwIfAborted();
      // Whatever a file makes of its decoder ends that image alone.
      return { code: isExpected(error) ? error.code : 'RNP_BUG', message: (error as Error).message };
    }
  });
  signal?.throwIfAborted();
  const explained = failures.some((failure) => failure === null)
    ? await explainImages(model, pixels, { refineSteps: options.refine, ...(signal && { signal }) })
    : [];
  return batch.map((image, i) => {
    const hash = 'error' in image ? null : image.sha256;
    const error = failures[i];
    if (error) return { image: image.path, sha256: hash, error };
    const { explained: drawn, tree } = explained[i]!;
    const own = pixels.subarray(i * size, (i + 1) * size);
    return { image: image.path, sha256: hash!, squaredError: squaredError(own, drawn.picture.data), tree };
  });
}

/** @throws CorpusError when it is not the file that was listed, UsageError for a path out of the folder, which no listing has */
async function bytesOf(
  folder: string,
  image: ListedImage & { readonly sha256: string },
): Promise<Uint8Array> {
  if (normalize(image.path).startsWith('..'))
    throw new UsageError(`${image.path} leaves the folder ${folder}`);
  const path = join(folder, image.path);
  const bytes = await readFileBounded(path).catch((cause: Error) => cause);
  if (bytes instanceof Uint8Array && sha256(bytes) === image.sha256) return bytes;
  const what = bytes instanceof Uint8Array ? 'has changed' : `cannot be read any more (${bytes.message})`;
  throw new CorpusError(
    `${what} since the folder was listed. Leave the folder as it is while it is taken apart, and begin again with --overwrite`,
    path,
  );
}

function squaredError(image: Float32Array, drawn: Float32Array): number {
  return image.reduce((sum, value, i) => sum + (value - drawn[i]!) ** 2, 0);
}
