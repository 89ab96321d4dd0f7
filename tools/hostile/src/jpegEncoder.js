import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { init } from '@jsquash/jpeg/encode.js';

let started;

/** Starts the encoder once; it would fetch its module by an address, which Node does not do for files. */
export function jpegEncoder() {
  const path = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm');
  started ??= readFile(path)
    .then((bytes) => WebAssembly.compile(bytes))
    .then((module) => init(module));
  return started;
}
