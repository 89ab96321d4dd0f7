import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import encode, { init } from '@jsquash/jpeg/encode.js';

/** A grey picture, [height, width] values in [0, 255], as a JPEG by MozJPEG. */
export async function jpegOf(width: number, height: number, grey: ArrayLike<number>): Promise<Uint8Array> {
  const wasm = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
  await init(await WebAssembly.compile(await readFile(wasm)));
  const data = Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : grey[at >> 2]!,
  );
  return new Uint8Array(
    await encode({ width, height, data, colorSpace: 'srgb' } as ImageData, { quality: 98 }),
  );
}
