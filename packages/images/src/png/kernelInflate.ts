import { kernelInstance } from '../wasm/kernelInstance.js';
import type { ModuleExports } from '../wasm/module.generated.js';
import { headless, type Inflate, InflateError, plainInflate } from './inflate.js';
import type { PngChunks } from './pngChunks.js';

// Addresses in the kernel's memory, the beginning of which is its own: assembly/inflate.ts.
const input = 0x4000;
/** What is left of a piece, a piece, and what is looked at beyond. */
const inputBytes = 0x9000;
const output = input + inputBytes;
const outputEnd = output + 0x28000;

// What the kernel says.
const [needsInput, outputIsFull, endsEarly, damaged] = [1, 2, 3, 4];

/** Pixels up to which nothing is gained by starting it. */
const maxPlainPixels = 1e6;

export async function inflateFor({ header: { width, height } }: PngChunks): Promise<Inflate> {
  return width * height > maxPlainPixels ? startInflate() : plainInflate;
}

/** As `plainInflate` in a quarter of the time; that itself where there is no WebAssembly with SIMD. */
export async function startInflate(): Promise<Inflate> {
  try {
    const kernel = (await kernelInstance()) as unknown as ModuleExports & {
      readonly memory: WebAssembly.Memory;
    };
    kernel.memory.grow(Math.ceil(outputEnd / 65536) - 1);
    return kernelInflate(kernel, new Uint8Array(kernel.memory.buffer));
  } catch {
    return plainInflate;
  }
}

function kernelInflate(kernel: ModuleExports, bytes: Uint8Array): Inflate {
  return (pieces, onPiece) => {
    kernel.beginInflating(output, outputEnd);
    let taken = output;
    /** @param from, to the input @returns whether all is read */
    const run = (from: number, to: number, isLast: boolean): boolean => {
      for (;;) {
        const status = kernel.inflate(from, to, isLast ? 1 : 0);
        const end = kernel.inflatedTo();
        if (end > taken) onPiece(bytes.subarray(taken, end));
        taken = end;
        if (status === damaged || status === endsEarly) throw new InflateError(status === endsEarly);
        if (status !== outputIsFull) return status !== needsInput;
        taken = kernel.slideWindow();
        from = kernel.inputLeftAt();
      }
    };
    let [left, done] = [0, false];
    for (const piece of headless(pieces)) {
      if (done) continue;
      for (let at = 0; at < piece.length && !done; ) {
        const part = piece.subarray(at, at + 0x8000);
        at += part.length;
        bytes.set(part, input + left);
        const end = input + left + part.length;
        done = run(input, end, false);
        const from = kernel.inputLeftAt();
        bytes.copyWithin(input, from, end);
        left = end - from;
      }
    }
    if (done) return;
    // What is looked at beyond the end is the same each time.
    bytes.fill(0, input + left, input + left + 16);
    run(input, input + left, true);
  };
}
