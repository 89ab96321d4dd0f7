import { wasmProgram } from './wasmProgram.generated.js';

// The type that Emscripten's loader decodes itself: nothing is fetched, so no policy of the page can forbid it.
const url = `data:application/octet-stream;base64,${wasmProgram}`;

/**
 * The WASM backend's program as data URLs, for `useBackend('wasm', { wasmPaths })` in a browser. The program
 * becomes part of the bundle: no file has to be copied or served, with any bundler, in development and in
 * production. It adds 570 kB to the bundle, 190 kB gzipped.
 *
 * All three file names map to the program with SIMD: training needs SIMD, and no threads are used.
 *
 * @example
 * import { useBackend } from '@rnp/backend';
 * import { wasmPaths } from '@rnp/backend/wasm-paths';
 * await useBackend('wasm', { wasmPaths });
 */
export const wasmPaths: Readonly<Record<string, string>> = Object.freeze({
  'tfjs-backend-wasm.wasm': url,
  'tfjs-backend-wasm-simd.wasm': url,
  'tfjs-backend-wasm-threaded-simd.wasm': url,
});
