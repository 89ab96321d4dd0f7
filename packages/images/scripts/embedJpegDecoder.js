import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

// MozJPEG as text in a module: every bundler and Node load that alike, and no page has to be told where a .wasm file lies.
const wasm = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm');
const text = (await readFile(wasm)).toString('base64');
await writeFile(
  new URL('../src/jpeg/mozjpegWasm.generated.ts', import.meta.url),
  `/** mozjpeg_dec.wasm of @jsquash/jpeg, in base64. */\nexport const mozjpegWasm: string =\n  '${text}';\n`,
);
