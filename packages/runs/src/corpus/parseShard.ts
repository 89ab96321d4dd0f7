// b batch, h w c image
import { isAbsolute, join, normalize } from 'node:path';
import { option, RnpError, worded } from '@rnp/errors';
import type { ParseTree } from '@rnp/recursive-decoder';
import type { Rnp } from '@rnp/vae';
import { UsageError } from '../errors.js';
import { explainImages } from '../explain/explainImages.js';
import type { CorpusOptions } from './corpusWork.js';
import { createImageReader, type ImageReader, type ImageReaderOptions } from './imageReader.js';
import type { ImageError, ListedImage } from './listing.js';

/** A line of a shard: one per image, in their order. */
export type CorpusRecord =
  | {
      readonly image: string;
      readonly sha256: string;
      /** Σ over pixels of (image − drawing of the tree)². */
      readonly squaredError: number;
      readonly tree: ParseTree;
    }
  | {
      readonly image: string;
      /** Null if the file cannot be read at all. */
      readonly sha256: string | null;
      readonly error: ImageError;
    };

/** A signal stops at once while images are read, else after the batch. */
export interface ParseShardOptions extends ImageReaderOptions {
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
 * Takes images apart, batch by batch, one record for each in their order. An image that cannot be decoded, or that ends the
 * process which decodes it, has a record that says why. The same images, model and options give the same bytes.
 *
 * @param folder that the images' paths are below
 * @throws RnpError RNP_CORPUS_CHANGED when a file is not the one that was listed; the signal's reason when it is aborted
 */
export async function parseShard(
  model: Rnp,
  folder: string,
  images: readonly ListedImage[],
  options: CorpusOptions,
  { onProgress, ...reading }: ParseShardOptions = {},
): Promise<ParsedShard> {
  const parts: Buffer[] = [];
  let errors = 0;
  const reader = createImageReader(reading);
  try {
    for (let at = 0; at < images.length; at += batchSize) {
      const batch = images.slice(at, at + batchSize);
      const records = await recordsOf({ model, folder, options, reader, signal: reading.signal }, batch);
      errors += records.filter((record) => 'error' in record).length;
      parts.push(Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join('')));
      onProgress?.(at + batch.length);
    }
  } finally {
    reader.close();
  }
  return { bytes: Buffer.concat(parts), records: images.length, errors };
}

interface Reading {
  readonly model: Rnp;
  readonly folder: string;
  readonly options: CorpusOptions;
  readonly reader: ImageReader;
  readonly signal: AbortSignal | undefined;
}

async function recordsOf(
  { model, folder, options, reader, signal }: Reading,
  batch: readonly ListedImage[],
): Promise<CorpusRecord[]> {
  signal?.throwIfAborted();
  const shape = model.config.imageShape;
  const size = shape[0] * shape[1] * shape[2];
  const pixels = new Float32Array(batchSize * size);
  const readable = batch.filter((image) => !('error' in image)) as readonly ReadableImage[];
  // The model's own size, whatever stands in a task.
  const preprocessing = {
    ...options.preprocessing,
    size: [shape[0], shape[1]] as const,
    channels: shape[2] as 1 | 3,
  };
  const answers = await reader.read(
    readable.map(({ path, sha256 }) => {
      requireInside(folder, path);
      return { folder, path, sha256, preprocessing };
    }),
  );
  let next = 0;
  const failures = batch.map((image, i) => {
    if ('error' in image) return image.error;
    const answer = answers[next++]!;
    if (answer.type === 'error') return answer.error;
    if (answer.type === 'changed') throw changed(answer.what, join(folder, image.path));
    pixels.set(answer.pixels, i * size);
    return null;
  });
  signal?.throwIfAborted();
  const explained = failures.some((failure) => failure === null)
    ? await explainImages(model, pixels, { infer: options.infer, ...(signal && { signal }) })
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

type ReadableImage = ListedImage & { readonly sha256: string };

/** @throws UsageError for a path out of the folder, which no listing has */
function requireInside(folder: string, path: string): void {
  if (isAbsolute(path) || path.includes('\0') || normalize(path).startsWith('..'))
    throw new UsageError(`${path} leaves the folder ${folder}`);
}

function changed(what: string, path: string): RnpError {
  return new RnpError(
    'RNP_CORPUS_CHANGED',
    worded`${what} since the folder was listed. Leave the folder as it is while it is taken apart, and begin again with ${option('overwrite', true)}`,
    { path },
  );
}

function squaredError(image: Float32Array, drawn: Float32Array): number {
  return image.reduce((sum, value, i) => sum + (value - drawn[i]!) ** 2, 0);
}
