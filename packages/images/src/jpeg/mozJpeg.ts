/** MozJPEG on WebAssembly, one instance. */
export interface MozJpeg {
  /** RGBA of any bytes. @throws whatever */
  readonly decode: (bytes: Uint8Array) => {
    readonly width: number;
    readonly height: number;
    readonly data: Uint8ClampedArray;
  };
  /** What it said, line by line. Of the warnings about a picture it tells the first. */
  readonly complaints: string[];
}

/** An Emscripten module's factory, as far as it is used here. */
type Factory = (overrides: object) => Promise<{
  decode(bytes: Uint8Array, preserveOrientation: boolean): ReturnType<MozJpeg['decode']> | null;
}>;

let compiled: Promise<WebAssembly.Module> | undefined;

/** Loads and compiles it when it is first asked for; each call makes an instance with memory of its own. */
export async function startMozJpeg(): Promise<MozJpeg> {
  compiled ??= compile();
  const [module, { default: factory }] = await Promise.all([
    compiled,
    import('@jsquash/jpeg/codec/dec/mozjpeg_dec.js') as unknown as Promise<{ default: Factory }>,
  ]);
  const complaints: string[] = [];
  const instance = await factory({
    noInitialRun: true,
    instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance);
      return instance.exports;
    },
    print: (line: string) => void complaints.push(line),
    printErr: (line: string) => void complaints.push(line),
  });
  const decode: MozJpeg['decode'] = (bytes) => {
    const picture = instance.decode(bytes, true);
    if (picture === null) throw new Error('it cannot be decoded');
    return picture;
  };
  return { decode, complaints };
}

async function compile(): Promise<WebAssembly.Module> {
  const { mozjpegWasm } = await import('./mozjpegWasm.generated.js');
  const binary = atob(mozjpegWasm);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return WebAssembly.compile(bytes);
}
