import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { median } from '../statistics.js';

const bench = fileURLToPath(new URL('../../', import.meta.url));
const source = 'assembly/microKernelPeak.ts';
/** Summed indices of a panel; both panels then take 14 KB. */
const depth = 256;
const tiles = 20_000;
/** The engine compiles a function well once it has been called often; a long call would stay with the first version. */
const calls = 5000;

/**
 * GFLOP/s of the backend's micro kernel alone, with all its data in the first-level cache: no product can be faster
 * on this machine and this version of Node. Compiled here from the backend's own source.
 */
export async function microKernelPeak(repeats) {
  const memory = new WebAssembly.Memory({ initial: 2 });
  const { exports } = await WebAssembly.instantiate(await compile(), { env: { memory } });
  const at = 1024;
  if (at + exports.bytes(depth) > memory.buffer.byteLength) throw new Error('the panels do not fit');
  new Float32Array(memory.buffer).fill(0.5);
  for (let i = 0; i < calls; i++) exports.run(at, depth, 1);
  await setTimeout(100);
  const times = [];
  for (let i = 0; i < repeats + 2; i++) {
    const begun = performance.now();
    exports.run(at, depth, tiles);
    times.push(performance.now() - begun);
  }
  return (exports.operations() * depth * tiles) / median(times.slice(2)) / 1e6;
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
