import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import encode, { init } from '@jsquash/jpeg/encode.js';

/** A real JPEG of one colour, [height, width], by MozJPEG. */
export async function jpegOf(
  width: number,
  height: number,
  colour: readonly [number, number, number],
): Promise<Uint8Array> {
  const wasm = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
  const module = await WebAssembly.compile(await readFile(wasm));
  await init({
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
  });
  const data = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < data.length; at++) data[at] = at % 4 === 3 ? 255 : colour[at % 4]!;
  return new Uint8Array(await encode({ width, height, data, colorSpace: 'srgb' } as ImageData));
}
