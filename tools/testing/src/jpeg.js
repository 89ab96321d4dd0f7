import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import encode, { init } from '@jsquash/jpeg/encode.js';

let started;

/** Starts MozJPEG once. It would fetch its program by an address, which Node does not do for files. */
function start() {
  const path = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
  started ??= readFile(path)
    .then((bytes) => WebAssembly.compile(bytes))
    .then((module) =>
      init({
        instantiateWasm: (imports, done) => {
          const instance = new WebAssembly.Instance(module, imports);
          done(instance);
          return instance.exports;
        },
      }),
    );
  return started;
}

export async function jpegOf(width, height, colour, options = {}) {
  await start();
  const colourOf = typeof colour === 'function' ? colour : () => colour;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) data.set(colourOf(pixel), 4 * pixel);
  return new Uint8Array(await encode({ width, height, data, colorSpace: 'srgb' }, options));
}
