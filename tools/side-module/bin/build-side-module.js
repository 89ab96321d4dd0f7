#!/usr/bin/env node
// Compiles assembly/index.ts of the package in the current folder to src/wasm/module.generated.ts, and
// assembly/shared.ts, where there is one, to src/wasm/sharedModule.generated.ts: the binary, and the compiler's own word on
// what it exports, so that a call with arguments in another order or number does not compile.
// The first imports the memory of the TensorFlow.js WASM backend, the second a memory that workers share, so
// they must own none of it: no runtime, no static data, no garbage collector. The check below enforces that.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

// The compiler is itself WebAssembly, and runs for a second: to have it compiled well took as long again. What it writes is the same.
setFlagsFromString('--liftoff-only');
const { default: asc } = await import('assemblyscript/asc');

await compile('index', 'module', []);
if (existsSync('assembly/shared.ts')) {
  // The import only takes a memory whose limit is at most this one: all that 32 bits can address.
  await compile('shared', 'sharedModule', [
    '--sharedMemory',
    '--enable',
    'threads',
    '--maximumMemory',
    '65536',
  ]);
}

/** Compiles assembly/NAME.ts to src/wasm/OUTPUT.generated.ts. */
async function compile(name, output, memory) {
  const source = `assembly/${name}.ts`;
  const files = new Map();
  const { error, stderr } = await asc.main(
    [
      source,
      '--outFile',
      'module.wasm',
      '--bindings',
      'raw',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--importMemory',
      ...memory,
      '--noAssert',
      '--use',
      'abort=',
      '-O3',
      '--converge',
    ],
    { writeFile: (file, contents) => void files.set(file, contents) },
  );
  if (error) fail(`${stderr.toString()}\nbuild-side-module: ${source} does not compile: ${error.message}`);

  const bytes = files.get('module.wasm');
  const module = new WebAssembly.Module(bytes);
  const foreign = WebAssembly.Module.imports(module).filter((entry) => entry.kind !== 'memory');
  if (foreign.length > 0) {
    const names = foreign.map((entry) => entry.name).join(', ');
    fail(`build-side-module: ${source} imports ${names}; only memory may be imported`);
  }
  if (hasSection(bytes, 11)) {
    fail(
      `build-side-module: ${source} carries static data, which would overwrite memory that is not its own`,
    );
  }

  await mkdir(join('src', 'wasm'), { recursive: true });
  await writeFile(
    join('src', 'wasm', `${output}.generated.ts`),
    `// Compiled from ${source} by build-side-module; do not edit.
/** What it exports. Addresses are byte offsets into the memory it is given; a truth is 1 or 0. */
export interface ModuleExports {
${signatures(source, files.get('module.d.ts'), module)}}

export const moduleBase64: string =
  '${Buffer.from(bytes).toString('base64')}';
`,
  );
}

/** The exported functions of a module, from the bindings that the compiler wrote for it, as members of an interface. */
function signatures(source, bindings, module) {
  const lines = [...bindings.matchAll(/^ {2}export function (\w+)(\(.*\): \w+);$/gm)];
  const told = lines.map(([, name]) => name).sort();
  const exported = WebAssembly.Module.exports(module)
    .filter((entry) => entry.kind === 'function')
    .map((entry) => entry.name)
    .sort();
  if (told.join() !== exported.join()) {
    fail(`build-side-module: ${source} exports ${exported}, and its bindings tell of ${told}`);
  }
  return lines
    .map(([, name, signature]) => `  ${name}${signature.replaceAll(': boolean', ': number')};\n`)
    .join('');
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

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
