import { type Lack, lacksNode, lacksWebGl, lacksWebGpu } from './environment.js';

/** The backends by the names that `useBackend` takes. */
export type BackendName = 'wasm' | 'cpu' | 'tensorflow' | 'tensorflow-gpu' | 'webgl' | 'webgpu';

/** How a backend comes to be there. */
export interface BackendSource {
  /** The npm package that registers it. */
  readonly packageName: string;
  /** The name it registers under in TensorFlow.js. */
  readonly registersAs: string;
  /** Run before the package is loaded, whoever loads it. */
  readonly prepare?: () => void;
  /** Imports the package. */
  readonly load: () => Promise<unknown>;
  /** Why it cannot be there, whatever is installed. */
  readonly lacks?: Lack;
}

// Kept out of sight of bundlers: native modules, which no browser program may carry.
const importNative = (packageName: string): Promise<unknown> =>
  import(/* @vite-ignore */ /* webpackIgnore: true */ packageName);

/**
 * Every known backend. The optional browser backends are literal imports, so that bundlers find them; where one
 * is not installed, esbuild and Vite leave an import that rejects, because a `catch` follows and the package is
 * an optional peer. Webpack would fail, or warn everybody in a `try`, so it must not look: its users pass `load`.
 */
export const backendSources: Readonly<Record<BackendName, BackendSource>> = Object.freeze({
  wasm: {
    packageName: '@tensorflow/tfjs-backend-wasm',
    registersAs: 'wasm',
    load: () => import('@tensorflow/tfjs-backend-wasm'),
  },
  cpu: {
    packageName: '@tensorflow/tfjs-backend-cpu',
    registersAs: 'cpu',
    load: () => import('@tensorflow/tfjs-backend-cpu'),
  },
  tensorflow: {
    packageName: '@tensorflow/tfjs-node',
    registersAs: 'tensorflow',
    prepare: restoreIsNullOrUndefined,
    load: () => importNative('@tensorflow/tfjs-node'),
    lacks: lacksNode,
  },
  'tensorflow-gpu': {
    packageName: '@tensorflow/tfjs-node-gpu',
    registersAs: 'tensorflow',
    prepare: restoreIsNullOrUndefined,
    load: () => importNative('@tensorflow/tfjs-node-gpu'),
    lacks: lacksNode,
  },
  webgl: {
    packageName: '@tensorflow/tfjs-backend-webgl',
    registersAs: 'webgl',
    load: () => import(/* webpackIgnore: true */ '@tensorflow/tfjs-backend-webgl').catch(rethrow),
    lacks: lacksWebGl,
  },
  webgpu: {
    packageName: '@tensorflow/tfjs-backend-webgpu',
    registersAs: 'webgpu',
    load: () => import(/* webpackIgnore: true */ '@tensorflow/tfjs-backend-webgpu').catch(rethrow),
    lacks: lacksWebGpu,
  },
});

/** Names that `useBackend` takes. */
export const backendNames: readonly BackendName[] = Object.freeze(
  Object.keys(backendSources) as BackendName[],
);

function rethrow(error: unknown): never {
  throw error;
}

/** tfjs-node 4.22.0 calls util.isNullOrUndefined, which Node 23 removed. */
function restoreIsNullOrUndefined(): void {
  const util = (globalThis.process as NodeJS.Process | undefined)?.getBuiltinModule?.('node:util') as
    | Record<string, unknown>
    | undefined;
  if (util !== undefined && util.isNullOrUndefined === undefined) {
    util.isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined;
  }
}
