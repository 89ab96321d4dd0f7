import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import decode, { init as initDecoder } from '@jsquash/jpeg/decode.js';
import encode, { init as initEncoder } from '@jsquash/jpeg/encode.js';

let encoder;
let decoder;

/** MozJPEG would fetch its program by an address, which Node does not do for files. */
async function start(init, name) {
  const path = createRequire(import.meta.url).resolve(`@jsquash/jpeg/codec/${name}.wasm`);
  const module = await WebAssembly.compile(await readFile(path));
  await init({
    instantiateWasm: (imports, done) => {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
  });
}

export async function jpegOf(width, height, colour, options = {}) {
  encoder ??= start(initEncoder, 'enc/mozjpeg_enc');
  await encoder;
  const colourOf = typeof colour === 'function' ? colour : () => colour;
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) data.set(colourOf(pixel), 4 * pixel);
  return new Uint8Array(await encode({ width, height, data, colorSpace: 'srgb' }, options));
}

export async function mozJpegPixels(bytes) {
  decoder ??= start(initDecoder, 'dec/mozjpeg_dec');
  await decoder;
  const { width, height, data } = await decode(bytes, { preserveOrientation: true });
  return { width, height, channels: 3, data: Uint8Array.from(data.filter((_, at) => at % 4 < 3)) };
}
