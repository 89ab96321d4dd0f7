import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where tfjs-node was built (build.js); undefined where $RNP_TFJS_NODE does not say. */
export function tfjsNodeFolder() {
  const folder = process.env.RNP_TFJS_NODE;
  return folder ? resolve(folder) : undefined;
}

/**
 * The option `load` of `useBackend` that finds the tfjs-node of $RNP_TFJS_NODE; empty where that is not set, so that
 * an installed package is looked for as ever. Its own copy of tfjs-core registers with the same engine, which is global.
 *
 * @returns {{ tensorflow?: () => Promise<unknown> }}
 * @example
 * await useBackend('tensorflow', { load: tfjsNodeLoader() });
 */
export function tfjsNodeLoader() {
  const folder = tfjsNodeFolder();
  if (folder === undefined) return {};
  return {
    tensorflow: () => {
      const entry = createRequire(join(folder, 'package.json')).resolve('@tensorflow/tfjs-node');
      return import(pathToFileURL(entry).href);
    },
  };
}
