import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const bench = fileURLToPath(new URL('../../', import.meta.url));
const source = 'assembly/microKernelPeak.ts';
/** Summed indices of a tile; its part of both matrices then takes 12 KB. */
const depth = 256;
const tiles = 1000;
/** The engine compiles well what has been called often, in the background, after all that the compiler above left to compile. */
const pauseMs = 50;

/**
 * GFLOP/s of the backend's micro kernel alone, with all its data in the first-level cache, at its best: no product can
 * be faster on this machine and this version of Node. Compiled here from the backend's own source.
 *
 * @param {number} rounds after which the best counts: on a single core the engine takes a second, some twenty of them, to compile
 */
export async function microKernelPeak(rounds) {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const { exports } = await WebAssembly.instantiate(await compile(), { env: { memory } });
  const at = 1024;
  if (at + exports.bytes(depth) > memory.buffer.byteLength) throw new Error('the panels do not fit');
  new Float32Array(memory.buffer).fill(0.5);
  let fastest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rounds; i++) {
    await setTimeout(pauseMs);
    const begun = performance.now();
    exports.run(at, depth, tiles);
    fastest = Math.min(fastest, performance.now() - begun);
  }
  return (exports.operations() * depth * tiles) / fastest / 1e6;
}

async function compile() {
  const files = new Map();
  const flags = '--runtime stub --enable simd --importMemory --noAssert --use abort= -O3 --converge';
  const { error, stderr } = await asc.main(
    [source, '--baseDir', bench, '--outFile', 'peak.wasm', ...flags.split(' ')],
    { writeFile: (name, contents) => void files.set(name, contents) },
  );
  if (error) throw new Error(`${source} does not compile: ${stderr}`);
  return new WebAssembly.Module(files.get('peak.wasm'));
}
