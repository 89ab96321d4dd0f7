import { type DecodeContext, type DecodeOptions, decodeContext } from '../decodeOptions.js';
import { formatOf } from '../format.js';
import { withoutAlpha } from '../layOnBackground.js';
import type { Picture } from '../raster.js';
import { readJpegFrame } from './jpegFrame.js';
import { type MozJpeg, startMozJpeg } from './mozJpeg.js';

/** The decoder at hand; made anew after a picture that it failed on or that was large, whose memory it would keep. */
let decoder: Promise<MozJpeg> | undefined;
/** The picture before: there is one decoder, and what it says does not name its picture. */
let last: Promise<unknown> = Promise.resolve();

/** Of a picture, above which its decoder is not kept. */
const mostKeptPixels = 4e6;

/**
 * A JPEG of 8 bits, grey, YCbCr or RGB, baseline or progressive → [h, w, 3] bytes, turned as its EXIF data says; a grey one has
 * three equal channels. Colour at half the resolution is interpolated, as libjpeg does it; profiles are not applied.
 *
 * @throws ImageError RNP_IMAGE_EMPTY, _FORMAT, _TRUNCATED, _CORRUPT, _TOO_LARGE, naming the path
 * @example await decodeJpeg(await readFile('cup.jpg'), { path: 'cup.jpg' }) // { width: 640, height: 480, channels: 3, data }
 */
export async function decodeJpeg(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Picture> {
  const context = decodeContext(options);
  if (formatOf(bytes, context) !== 'jpeg')
    throw context.fail('RNP_IMAGE_FORMAT', 'is a PNG, whatever its name. Give a JPEG.');
  return decodeCheckedJpeg(bytes, context);
}

export function decodeCheckedJpeg(bytes: Uint8Array, context: DecodeContext): Promise<Picture> {
  const picture = last.then(() => decodeAlone(bytes, context));
  last = picture.catch(() => undefined);
  return picture;
}

async function decodeAlone(bytes: Uint8Array, context: DecodeContext): Promise<Picture> {
  const frame = readJpegFrame(bytes, context);
  decoder ??= startMozJpeg();
  const { decode, complaints } = await decoder;
  complaints.length = 0;
  const failure = (what: string, cause?: unknown): Error =>
    /premature end/i.test(what)
      ? context.fail('RNP_IMAGE_TRUNCATED', 'is a JPEG whose pixels end too early. Copy it again.', cause)
      : context.fail('RNP_IMAGE_CORRUPT', `is a damaged JPEG: ${what}. Export or copy it again.`, cause);
  let picture: ReturnType<typeof decode>;
  try {
    picture = decode(bytes);
  } catch (cause) {
    decoder = undefined;
    throw failure(complaints[0] ?? 'it cannot be decoded', cause);
  }
  if (frame.width * frame.height > mostKeptPixels) decoder = undefined;
  // It fills what is missing with grey, and only says so.
  const serious = complaints.find((complaint) => isSerious(complaint, frame.padding));
  if (serious !== undefined) throw failure(serious);
  const { width, height } = picture;
  if (width * height !== frame.width * frame.height) throw failure('its size is not that of its header');
  return withoutAlpha(picture);
}

/** Zeros between the last pixel and the end marker are no damage. */
function isSerious(complaint: string, padding: number): boolean {
  const extraneous = /(\d+) extraneous bytes before marker 0xd9/.exec(complaint);
  if (extraneous !== null) return Number(extraneous[1]) > padding;
  return /premature|corrupt|inconsistent/i.test(complaint);
}
