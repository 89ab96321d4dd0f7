// Writes the program of TensorFlow.js' WASM backend as text, for `@rnp/backend/wasm-paths`.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
const program = readFileSync(join(folder, 'tfjs-backend-wasm-simd.wasm')).toString('base64');
writeFileSync(
  new URL('../src/wasmProgram.generated.ts', import.meta.url),
  `// tfjs-backend-wasm-simd.wasm, by scripts/buildWasmProgram.js; do not edit.\nexport const wasmProgram =\n  '${program}';\n`,
);
