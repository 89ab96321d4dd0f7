import { wasmProgram } from './wasmProgram.generated.js';

// The type that Emscripten's loader decodes itself: nothing is fetched, so no policy of the page can forbid it.
const url = `data:application/octet-stream;base64,${wasmProgram}`;

/**
 * For `useBackend('wasm', { wasmPaths })` in a browser: the WASM backend's program as part of the bundle, so that no file has to
 * be copied or served, whatever bundler there is, while developing and after. 570 kB, 180 kB gzipped.
 *
 * All three names stand for the program with SIMD, as training needs it and no threads are used.
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
