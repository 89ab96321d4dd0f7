import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import decode, { init } from '@jsquash/jpeg/decode.js';
import { imageError, type Raster } from '../../image/raster.js';
import { type DecodeOptions, defaultMostPixels } from './decodePng.js';

/** Whether a file begins as a JPEG does, whatever its name. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** MozJPEG on WebAssembly; compiled once, made anew after a picture that it failed on, whose memory it may hold. */
let compiled: Promise<WebAssembly.Module> | undefined;
let started = false;
/** What MozJPEG said about the picture at hand. */
let complaints: string[] = [];
/** The picture before: there is one decoder, and what it says does not name its picture. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Any JPEG → [h, w, 3] bytes, turned as its EXIF data says; a grey one has three equal channels.
 *
 * @throws DatasetError `RNP_DATA_IMAGE`, whatever the bytes
 * @example await decodeJpeg(await readFile('cup.jpg'), { path: 'cup.jpg' }) // { width: 640, height: 480, channels: 3, data }
 */
export function decodeJpeg(bytes: Uint8Array, options: DecodeOptions): Promise<Raster> {
  const picture = last.then(() => decodeAlone(bytes, options));
  last = picture.catch(() => undefined);
  return picture;
}

async function decodeAlone(bytes: Uint8Array, options: DecodeOptions): Promise<Raster> {
  requireSize(bytes, options);
  await start();
  complaints = [];
  let picture: { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray };
  try {
    picture = await decode(new Uint8Array(bytes).buffer, { preserveOrientation: true });
  } catch (cause) {
    started = false;
    throw damaged(options, complaints[0] ?? 'it cannot be decoded', cause);
  }
  // It fills what is missing with grey, and only says so.
  const serious = complaints.find((complaint) => /premature|corrupt|extraneous/i.test(complaint));
  if (serious !== undefined) throw damaged(options, serious);
  const { width, height, data } = picture;
  const colours = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let i = 0; i < 3; i++) colours[pixel * 3 + i] = data[pixel * 4 + i]!;
  }
  return { width, height, channels: 3, data: colours };
}

async function start(): Promise<void> {
  if (started) return;
  compiled ??= readFile(
    createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm'),
  ).then((wasm) => WebAssembly.compile(wasm));
  const module = await compiled;
  await init({
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
    printErr: (line: string) => void complaints.push(line),
  });
  started = true;
}

/** Walks to the frame header (ITU T.81, B.2), so that a small file cannot ask for much memory. */
function requireSize(bytes: Uint8Array, options: DecodeOptions): void {
  const { mostPixels = defaultMostPixels } = options;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 <= bytes.length; ) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff) break;
    // Fill bytes may come before a marker.
    if (marker === 0xff) {
      at++;
      continue;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (!frame) {
      at += 2 + view.getUint16(at + 2);
      continue;
    }
    const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
    if (width * height <= mostPixels) return;
    throw imageError(
      options,
      `has ${width}×${height} pixels; at most ${mostPixels / 1e6} million are read. Make it smaller`,
    );
  }
  throw damaged(options, 'it has no frame header');
}

function damaged(options: DecodeOptions, what: string, cause?: unknown): Error {
  return imageError(options, `is a damaged JPEG: ${what}. Export or copy it again`, cause);
}
