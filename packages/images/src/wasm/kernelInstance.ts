let compiled: Promise<WebAssembly.Module> | undefined;

/** An instance of assembly/index.ts with memory of its own; loaded and compiled when it is first asked for. */
export async function kernelInstance(): Promise<
  WebAssembly.Exports & { readonly memory: WebAssembly.Memory }
> {
  compiled ??= compile().catch((error: unknown) => {
    // What did not load may load the next time.
    compiled = undefined;
    throw error;
  });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = await WebAssembly.instantiate(await compiled, { env: { memory } });
  return { ...exports, memory };
}

async function compile(): Promise<WebAssembly.Module> {
  const { moduleBase64 } = await import('./module.generated.js');
  return WebAssembly.compile(Uint8Array.from(atob(moduleBase64), (letter) => letter.charCodeAt(0)));
}
