#!/usr/bin/env node
// Compiles assembly/index.ts of the package in the current folder to src/wasm/module.generated.ts.
// The module imports the memory of the TensorFlow.js WASM backend, so it must own none of it:
// no runtime, no static data, no garbage collector. The check below enforces that.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';

const source = 'assembly/index.ts';
const target = join('src', 'wasm', 'module.generated.ts');

const files = new Map();
const { error, stderr } = await asc.main(
  [
    source,
    '--outFile',
    'module.wasm',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--importMemory',
    '--noAssert',
    '--use',
    'abort=',
    '-O3',
    '--converge',
  ],
  { writeFile: (name, contents) => void files.set(name, contents) },
);
if (error) {
  process.stderr.write(
    `${stderr.toString()}\nbuild-side-module: ${source} does not compile: ${error.message}\n`,
  );
  process.exit(1);
}

const bytes = files.get('module.wasm');
const module = new WebAssembly.Module(bytes);
const foreign = WebAssembly.Module.imports(module).filter((entry) => entry.kind !== 'memory');
if (foreign.length > 0) {
  process.stderr.write(
    `build-side-module: ${source} imports ${foreign.map((f) => f.name).join(', ')}; only memory may be imported\n`,
  );
  process.exit(1);
}
if (hasSection(bytes, 11)) {
  process.stderr.write(
    `build-side-module: ${source} carries static data, which would overwrite the backend's memory\n`,
  );
  process.exit(1);
}

await mkdir(join('src', 'wasm'), { recursive: true });
await writeFile(
  target,
  `// Compiled from ${source} by build-side-module; do not edit.\nexport const moduleBase64: string =\n  '${Buffer.from(bytes).toString('base64')}';\n`,
);

/** Whether a WebAssembly binary has a section of this id (11 = data). */
function hasSection(binary, id) {
  let at = 8;
  while (at < binary.length) {
    const section = binary[at++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at++];
      size |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) break;
    }
    if (section === id && size > 1) return true;
    at += size;
  }
  return false;
}
