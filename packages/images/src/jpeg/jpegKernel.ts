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

let compiled: Promise<WebAssembly.Module> | undefined;

/** Loads and compiles it when it is first asked for; each call makes an instance with memory of its own. */
export async function startJpegKernel(): Promise<JpegKernel> {
  compiled ??= compile().catch((error: unknown) => {
    // What did not load may load the next time.
    compiled = undefined;
    throw error;
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = await WebAssembly.instantiate(await compiled, { env: { memory } });
  return { ...(exports as unknown as Exports), memory };
}

async function compile(): Promise<WebAssembly.Module> {
  const { moduleBase64 } = await import('../wasm/module.generated.js');
  return WebAssembly.compile(Uint8Array.from(atob(moduleBase64), (letter) => letter.charCodeAt(0)));
}
