import { RnpError } from '@rnp/errors';

/** Where a browser finds the `.wasm` files: a folder's URL ending in `/`, or a URL for each file. */
export type WasmPaths = string | Readonly<Record<string, string>>;

const fileNames = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
] as const;

/** What tfjs-backend-wasm was given; it keeps this object, and after a failed start it takes no other. */
const files: Record<string, string> = {};

/** The package's setters that know `files`. */
const informed = new WeakSet<object>();

type SetWasmPaths = (paths: Record<string, string>) => void;

/**
 * Tells the WASM backend's package where its files are, also after a start that failed. Outside of a page programs as data URLs are left
 * aside: the package finds its own files there, and would take such a URL for the name of one.
 *
 * @throws RnpError `RNP_CONFIG` for paths that name no place for one of the files
 */
export function setWasmFiles(module: unknown, paths: WasmPaths): void {
  const given = filesOf(paths);
  if (pageAddress() === undefined && Object.values(given).every((place) => place.startsWith('data:'))) return;
  Object.assign(files, given);
  type Wasm = { setWasmPaths?: SetWasmPaths; default?: Wasm };
  const wasm = module as Wasm;
  const set = wasm.setWasmPaths ?? wasm.default?.setWasmPaths;
  if (set === undefined || informed.has(set)) return;
  set(files);
  informed.add(set);
}

/** The files that the last `useBackend` named, as a worker can find them, too; undefined when none were named. */
export function usedWasmPaths(): Readonly<Record<string, string>> | undefined {
  return Object.keys(files).length === 0 ? undefined : { ...files };
}

function filesOf(paths: WasmPaths): Readonly<Record<string, string>> {
  const placeOf = typeof paths === 'string' ? (name: string) => paths + name : (name: string) => paths[name];
  return Object.fromEntries(
    fileNames.map((name) => {
      const place = placeOf(name);
      if (typeof place !== 'string') {
        throw new RnpError(
          'RNP_CONFIG',
          `names no place for ${name}; give the URL of a folder, or of each of ${fileNames.join(', ')}`,
          { path: 'options.wasmPaths' },
        );
      }
      return [name, absolute(place)];
    }),
  );
}

/** A worker stands elsewhere than the page; in Node paths are paths. */
function absolute(place: string): string {
  const base = pageAddress();
  return base === undefined ? place : new URL(place, base).href;
}

function pageAddress(): string | undefined {
  return (globalThis as { readonly document?: Document }).document?.baseURI ?? globalThis.location?.href;
}
