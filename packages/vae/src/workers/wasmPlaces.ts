import type { WorkerPlan } from './messages.js';

type Places = WorkerPlan['wasmPaths'];

/**
 * Where workers find the `.wasm` files, in addresses that mean the same everywhere: a worker has no folder that a path could
 * start from. Without a word about it they are beside the page, where the WASM backend of the page looks, too. In Node paths
 * are paths.
 */
export function wasmPlaces(paths: Places): Places {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  if (base === undefined) return paths;
  const absolute = (place: string): string => (URL.canParse(place, base) ? new URL(place, base).href : place);
  if (paths === undefined) return absolute('.');
  if (typeof paths === 'string') return absolute(paths);
  return Object.fromEntries(Object.entries(paths).map(([name, place]) => [name, absolute(place)]));
}
