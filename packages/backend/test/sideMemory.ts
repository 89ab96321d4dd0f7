import type { ModuleExports } from '../src/wasm/module.generated.js';
import { moduleBase64 } from '../src/wasm/module.generated.js';

const guard = 64;

/** The kernels on their own, in a memory of their own that tells what they touch. */
export class SideMemory {
  readonly wasm: ModuleExports;
  readonly #memory = new WebAssembly.Memory({ initial: 256 });
  #end = 0;

  constructor() {
    const bytes = Buffer.from(moduleBase64, 'base64') as unknown as BufferSource;
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
      env: { memory: this.#memory },
    });
    this.wasm = instance.exports as unknown as ModuleExports;
  }

  /** Forgets what was put, and fills everything with what is not a number. */
  clear(): void {
    this.#end = guard;
    new Float32Array(this.#memory.buffer).fill(Number.NaN);
  }

  /** Puts values, or room for as many values as a number says; gives the address. */
  put(content: Float32Array | number): number {
    const start = this.#end;
    if (typeof content !== 'number') new Float32Array(this.#memory.buffer).set(content, start);
    const length = typeof content === 'number' ? content : content.length;
    this.#end = Math.ceil((start + length + guard) / 4) * 4;
    return start * 4;
  }

  read(address: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer).slice(address / 4, address / 4 + length);
  }

  /** Whether the memory before, and behind `length` values, is as `clear` left it. */
  isAlone(address: number, length: number): boolean {
    const around = [...this.read(address - guard * 4, guard), ...this.read(address + length * 4, guard)];
    return around.every((value) => Number.isNaN(value));
  }
}
