import { parentPort } from 'node:worker_threads';
import { RnpError, type RnpErrorCode } from '@rnp/errors';
import { decodeImage } from '../decodeImage.js';
import type { DecodeOptions } from '../decodeOptions.js';
import type { Picture } from '../raster.js';

/** What the thread is asked for, once. */
export interface DecodeTask {
  readonly bytes: Uint8Array;
  readonly options: DecodeOptions;
}

/** What it answers; an error in parts, because an error's class does not survive the way. */
export type DecodeAnswer =
  | { readonly picture: Picture }
  | { readonly code: RnpErrorCode; readonly complaint: string }
  | { readonly bug: string };

parentPort?.once('message', async ({ bytes, options }: DecodeTask) => {
  const answer = await decoded(bytes, options);
  const moved = 'picture' in answer ? [answer.picture.data.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(answer, moved);
});

async function decoded(bytes: Uint8Array, options: DecodeOptions): Promise<DecodeAnswer> {
  try {
    return { picture: await decodeImage(bytes, options) };
  } catch (error) {
    if (error instanceof RnpError) return { code: error.code, complaint: error.complaint };
    return { bug: String((error as Error).stack ?? error) };
  }
}
