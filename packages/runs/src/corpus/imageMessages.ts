import type { Preprocessing } from '@rnp/images';
import type { ImageError } from './listing.js';

/** To the process that reads images: one that was listed. The next one is sent after its answer. */
export interface ReadRequest {
  readonly folder: string;
  /** Below the folder. */
  readonly path: string;
  /** Of the file when it was listed. */
  readonly sha256: string;
  readonly preprocessing: Preprocessing;
}

/** From it: that it listens, then an answer for each image. */
export type FromReader = { readonly type: 'ready' } | ReadAnswer;

export type ReadAnswer =
  /** [h·w·c] as the model takes it. */
  | { readonly type: 'pixels'; readonly pixels: Float32Array }
  /** The file is what was listed, and no picture. */
  | { readonly type: 'error'; readonly error: ImageError }
  /** The file is not what was listed. */
  | { readonly type: 'changed'; readonly what: string };
