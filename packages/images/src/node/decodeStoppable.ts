import { Worker } from 'node:worker_threads';
import { decodeImage } from '../decodeImage.js';
import { type DecodeContext, type DecodeOptions, decodeContext } from '../decodeOptions.js';
import { formatOf } from '../format.js';
import { readJpegFrame } from '../jpeg/jpegFrame.js';
import type { Picture } from '../raster.js';
import type { DecodeAnswer, DecodeTask } from './decodeThread.js';

export interface DecodeStoppableOptions extends DecodeOptions {
  readonly signal?: AbortSignal;
}

/** Pixels, each counted once a scan, and bytes of a file, up to which a picture takes a tenth of a second or so. */
const maxDirectPixels = 4e6;
const maxDirectBytes = 8e6;

/** The large picture before: one at a time, for they take memory. */
let last: Promise<unknown> = Promise.resolve();

/**
 * As `decodeImage`; a large picture in a thread of its own, which ends at the signal or after `limits.maxSeconds`, and with
 * which its memory goes.
 *
 * **The bytes of a large picture are moved to the thread**: the array is empty afterwards.
 *
 * @throws RnpError as `decodeImage`, and RNP_IMAGE_TIMEOUT; the signal's reason when it is aborted
 */
export async function decodeStoppable(
  bytes: Uint8Array,
  options: DecodeStoppableOptions = {},
): Promise<Picture> {
  const { signal, ...decoding } = options;
  signal?.throwIfAborted();
  const context = decodeContext(decoding);
  if (bytes.length > context.limits.maxBytes || !isLarge(bytes, context)) return decodeImage(bytes, decoding);
  const picture = last.then(() => decodeInThread({ bytes, options: decoding }, context, signal));
  last = picture.catch(() => undefined);
  return picture;
}

function isLarge(bytes: Uint8Array, context: DecodeContext): boolean {
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
): Promise<Picture> {
  signal?.throwIfAborted();
  // Beside this module once it is built.
  const thread = new Worker(new URL('./decodeThread.mjs', import.meta.url), { execArgv: [] });
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
    if ('picture' in answer) return answer.picture;
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
