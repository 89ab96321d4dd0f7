import { kernelInstance } from '../wasm/kernelInstance.js';

/** assembly/index.ts; all arguments are addresses and counts. */
interface Exports {
  beginInterval(from: number, end: number): number;
  bytesLeft(padding: number): number;
  huffmanTable(definition: number, table: number, dc: number): number;
  decodeUnits(
    kind: number,
    components: number,
    count: number,
    from: number,
    to: number,
    first: number,
    last: number,
    low: number,
    zigzag: number,
  ): number;
  transformUnits(component: number, columns: number, zigzag: number): void;
  repeatedRow(near: number, to: number, samples: number, times: number): void;
  betweenRows(near: number, other: number, to: number, samples: number): void;
  doubledRow(near: number, other: number, to: number, samples: number, sums: number): void;
  coloursOf(y: number, cb: number, cr: number, to: number, pixels: number): void;
  interleaved(red: number, green: number, blue: number, to: number, pixels: number): void;
}

/** The decoder's program and the memory that it works on. */
export interface JpegKernel extends Exports {
  readonly memory: WebAssembly.Memory;
}

/** Each call makes one with memory of its own. */
export async function startJpegKernel(): Promise<JpegKernel> {
  return (await kernelInstance()) as unknown as JpegKernel;
}
