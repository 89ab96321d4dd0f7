import { parentPort } from 'node:worker_threads';
import { RnpError, type RnpErrorCode } from '@rnp/errors';
import { decodeImage } from '../decodeImage.js';
import type { DecodeOptions } from '../decodeOptions.js';
import { type PreparedPicture, prepareImage } from '../preprocessing/prepareImage.js';
import type { Preprocessing } from '../preprocessing/preprocessing.js';
import type { Picture } from '../raster.js';

/** What the thread is asked for, once. */
export interface DecodeTask {
  readonly bytes: Uint8Array;
  /** Makes the image of it; without, the whole picture is given. */
  readonly preprocessing?: Preprocessing;
  readonly options: DecodeOptions;
}

/** What it answers; an error in parts, because an error's class does not survive the way. */
export type DecodeAnswer =
  | { readonly result: Picture | PreparedPicture }
  | { readonly code: RnpErrorCode; readonly complaint: string }
  | { readonly bug: string };

parentPort?.once('message', async (task: DecodeTask) => {
  const answer = await answerTo(task);
  const moved = 'result' in answer ? [answer.result.data.buffer as ArrayBuffer] : [];
  parentPort?.postMessage(answer, moved);
});

async function answerTo({ bytes, preprocessing, options }: DecodeTask): Promise<DecodeAnswer> {
  try {
    if (preprocessing === undefined) return { result: await decodeImage(bytes, options) };
    return { result: await prepareImage(bytes, preprocessing, options) };
  } catch (error) {
    if (error instanceof RnpError) return { code: error.code, complaint: error.complaint };
    return { bug: String((error as Error).stack ?? error) };
  }
}
