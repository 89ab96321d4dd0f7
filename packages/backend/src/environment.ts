/** What an environment lacks for a backend, as the end of a sentence; undefined where it lacks nothing. */
export type Lack = () => string | undefined;

/** libtensorflow is a native library. */
export const lacksNode: Lack = () =>
  (globalThis.process as NodeJS.Process | undefined)?.versions?.node === undefined
    ? 'it runs in Node only'
    : undefined;

/** Pages have a document, workers a canvas off the screen. */
export const lacksWebGl: Lack = () =>
  typeof document === 'undefined' && typeof OffscreenCanvas === 'undefined'
    ? 'there is no WebGL here; it runs in browsers'
    : undefined;

export const lacksWebGpu: Lack = () =>
  (globalThis.navigator as { gpu?: unknown } | undefined)?.gpu === undefined
    ? 'there is no WebGPU here (navigator.gpu); it runs in browsers that offer it, on pages that came over https or from localhost'
    : undefined;
