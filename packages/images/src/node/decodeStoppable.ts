import { Worker } from 'node:worker_threads';
import { check } from '../checks.js';
import { decodeImage } from '../decodeImage.js';
import { type DecodeContext, type DecodeOptions, decodeContext } from '../decodeOptions.js';
import { formatOf } from '../format.js';
import { readJpegFrame } from '../jpeg/jpegFrame.js';
import { type PreparedPicture, type PrepareOptions, prepareImage } from '../preprocessing/prepareImage.js';
import { type Preprocessing, readPreprocessing } from '../preprocessing/preprocessing.js';
import type { Picture } from '../raster.js';
import type { DecodeAnswer, DecodeTask } from './decodeThread.js';

/** The options of `decodeImage`, and a signal. */
export interface DecodeStoppableOptions extends DecodeOptions {
  /** Stops decoding a large picture, and is checked before any; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Pixels, each counted once a scan, and bytes of a file, up to which a picture takes a tenth of a second or so. */
const maxDirectPixels = 4e6;
const maxDirectBytes = 8e6;

/** The end of the large picture before, not the picture: one at a time, for they take memory. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Decodes a picture as `decodeImage` does. A large picture (above 4 million pixels × scans, or 8 MB) is
 * decoded in a thread, which the signal or `limits.maxSeconds` ends and whose memory is freed then. Large
 * pictures are decoded one at a time.
 *
 * **The bytes of a large picture are moved to the thread**: the array is empty afterwards, unless it is a
 * part of a larger `ArrayBuffer`, which is copied.
 *
 * @throws RnpError as `decodeImage`; RnpError RNP_IMAGE_TIMEOUT after `limits.maxSeconds`; the signal's
 *   reason when it is aborted
 */
export async function decodeStoppable(
  bytes: Uint8Array,
  options: DecodeStoppableOptions = {},
): Promise<Picture> {
  check.bytes('bytes', bytes);
  check.object('options', options);
  const { signal, ...decoding } = options;
  if (signal !== undefined) check.signal('options.signal', signal);
  signal?.throwIfAborted();
  const context = decodeContext(decoding);
  if (!isLarge(bytes, context)) return decodeImage(bytes, decoding);
  return inTurn<Picture>({ bytes, options: decoding }, context, signal);
}

/** The options of `prepareImage`, and a signal. */
export interface PrepareStoppableOptions extends PrepareOptions {
  /** Stops decoding a large picture, and is checked before any; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Prepares a picture as `prepareImage` does, a large one in a thread (see `decodeStoppable`), which keeps the
 * whole picture and returns the small image.
 *
 * **The bytes of a large picture are moved to the thread**: the array is empty afterwards, unless it is a
 * part of a larger `ArrayBuffer`, which is copied.
 *
 * @throws RnpError as `prepareImage`; RnpError RNP_IMAGE_TIMEOUT after `limits.maxSeconds`; the signal's
 *   reason when it is aborted
 */
export async function prepareStoppable(
  bytes: Uint8Array,
  preprocessing: Preprocessing,
  options: PrepareStoppableOptions = {},
): Promise<PreparedPicture> {
  check.bytes('bytes', bytes);
  const checked = readPreprocessing(preprocessing);
  check.options('options', options, [], ['path', 'limits', 'signal']);
  const { signal, ...decoding } = options;
  if (signal !== undefined) check.signal('options.signal', signal);
  signal?.throwIfAborted();
  const context = decodeContext(decoding);
  if (!isLarge(bytes, context)) return prepareImage(bytes, checked, decoding);
  return inTurn<PreparedPicture>({ bytes, preprocessing: checked, options: decoding }, context, signal);
}

function inTurn<Result extends Picture | PreparedPicture>(
  task: DecodeTask,
  context: DecodeContext,
  signal: AbortSignal | undefined,
): Promise<Result> {
  // The task says which of the two it asks for.
  const result = last.then(() => decodeInThread(task, context, signal)) as Promise<Result>;
  last = result.then(
    () => undefined,
    () => undefined,
  );
  return result;
}

function isLarge(bytes: Uint8Array, context: DecodeContext): boolean {
  // Refused before anything is looked at.
  if (bytes.length > context.limits.maxBytes) return false;
  if (bytes.length > maxDirectBytes) return true;
  if (formatOf(bytes, context) === 'jpeg') {
    const { width, height, scans } = readJpegFrame(bytes, context);
    return width * height * scans > maxDirectPixels;
  }
  // What the header says, whether it is right or not; the decoder looks closer.
  if (bytes.length < 24) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.getUint32(16) * view.getUint32(20) > maxDirectPixels;
}

async function decodeInThread(
  task: DecodeTask,
  { limits, fail }: DecodeContext,
  signal: AbortSignal | undefined,
): Promise<Picture | PreparedPicture> {
  signal?.throwIfAborted();
  // Beside this module once it is built.
  const thread = new Worker(new URL('../node/decodeThread.mjs', import.meta.url), { execArgv: [] });
  const stopped = new AbortController();
  try {
    const answer = await new Promise<DecodeAnswer>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', () => reject(new Error('its thread ended')));
      signal?.addEventListener('abort', () => reject(signal.reason), { signal: stopped.signal });
      const tooLong = (): void =>
        reject(
          fail(
            'RNP_IMAGE_TIMEOUT',
            `was not decoded within ${limits.maxSeconds} seconds. Make it smaller, or save it again.`,
          ),
        );
      const timer = setTimeout(tooLong, limits.maxSeconds * 1000);
      stopped.signal.addEventListener('abort', () => clearTimeout(timer));
      const { buffer } = task.bytes;
      const whole = buffer instanceof ArrayBuffer && buffer.byteLength === task.bytes.byteLength;
      thread.postMessage(task, whole ? [buffer] : []);
    });
    if ('result' in answer) return answer.result;
    if ('code' in answer) throw fail(answer.code, answer.complaint);
    throw new Error(answer.bug);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_WORKER_OUT_OF_MEMORY') throw error;
    throw fail('RNP_IMAGE_TOO_LARGE', 'takes more memory than there is. Make it smaller.', error);
  } finally {
    stopped.abort();
    await thread.terminate();
  }
}
