import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { checkOptions, namesOf } from './backendChoice.js';
import { type BackendName, type BackendSource, backendSources } from './backends.js';
import { lacksNode } from './environment.js';
import { messageOf } from './messageOf.js';
import { startBackend } from './startBackend.js';
import { inTurn, unlessAborted } from './turns.js';
import { setWasmFiles, type WasmPaths } from './wasmFiles.js';

export interface UseBackendOptions {
  /** Aborts with the signal's reason; the backend that was active stays. */
  readonly signal?: AbortSignal;
  /** Own loaders, for programs whose bundler needs to see the import: `{ webgl: () => import('…') }`. */
  readonly load?: Partial<Record<BackendName, () => Promise<unknown>>>;
  /**
   * Where a browser finds the `.wasm` files: a folder's URL ending in `/`, or a URL for each file, such as `wasmPaths` of
   * `@rnp/backend/wasm-paths`, which Node leaves aside. Workers of a training are told them, too.
   */
  readonly wasmPaths?: WasmPaths;
}

/** Which backend is active now, and why those before it in the list are not. */
export interface BackendReport {
  readonly name: BackendName;
  readonly refused: readonly { readonly name: BackendName; readonly reason: string }[];
}

/** What the packages registered, by package. */
const factories = new Map<string, ReturnType<typeof tf.findBackendFactory>>();

/** Which of the two libtensorflow packages registered 'tensorflow'. */
let tensorflowPackage: string | undefined;

/**
 * Makes the first backend of the list that works the active one, loading its package on demand, and registers
 * all gradients and the training kernels that it lacks.
 *
 * @example
 * const { name, refused } = await useBackend(['tensorflow', 'wasm']);
 * console.log(name, refused);
 * // wasm [ { name: 'tensorflow', reason: '@tensorflow/tfjs-node is not installed; npm install …' } ]
 *
 * Concurrent calls take turns, in the order in which they were made; when a call resolves, the backend that it reports is
 * active. If several calls have the same list, the first starts the backend for all.
 *
 * @param preference one name, or names in order of preference
 * @returns the backend taken and the reason for each refusal
 * @throws RnpError with the code of the only refusal, or `RNP_BACKEND_FAILED` when each of several was
 *   refused; `RNP_BACKEND_UNKNOWN` without a name, `RNP_CONFIG` for an unknown option. The backend that was
 *   active before stays. An aborted call rejects with the signal's reason, also while it waits for its turn.
 */
export async function useBackend(
  preference: BackendName | readonly BackendName[],
  options: UseBackendOptions = {},
): Promise<BackendReport> {
  const names = namesOf(preference);
  checkOptions(options);
  return inTurn(() => firstOf(names, options), options.signal);
}

async function firstOf(names: readonly BackendName[], options: UseBackendOptions): Promise<BackendReport> {
  const previous = tf.getBackend() as string | undefined;
  const refused: { name: BackendName; reason: string }[] = [];
  let last: RnpError | undefined;
  try {
    for (const name of names) {
      options.signal?.throwIfAborted();
      try {
        await activate(name, options);
        options.signal?.throwIfAborted();
        return { name, refused };
      } catch (error) {
        if (options.signal?.aborted || !(error instanceof RnpError)) throw error;
        refused.push({ name, reason: error.message });
        last = error;
      }
    }
  } catch (error) {
    await restore(previous);
    throw error;
  }
  await restore(previous);
  if (names.length === 1) throw last!;
  const reasons = refused.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new RnpError('RNP_BACKEND_FAILED', `none of the backends can be used: ${reasons}`);
}

async function activate(name: BackendName, options: UseBackendOptions): Promise<void> {
  const source = backendSources[name];
  const { registersAs, packageName } = source;
  if (registersAs === 'tensorflow' && tensorflowPackage !== undefined && tensorflowPackage !== packageName) {
    throw new RnpError(
      'RNP_BACKEND_FAILED',
      `${tensorflowPackage} is loaded already and only one libtensorflow fits in a process; name '${name}' first`,
    );
  }
  const present = tf.findBackendFactory(registersAs) !== null;
  if (
    !present ||
    options.load?.[name] !== undefined ||
    (name === 'wasm' && options.wasmPaths !== undefined)
  ) {
    const module = await unlessAborted(load(name, source, options), options.signal);
    if (name === 'wasm' && options.wasmPaths !== undefined) setWasmFiles(module, options.wasmPaths);
    // A package registers its backend once, on its first import; after tf.removeBackend that is up to us.
    const factory = factories.get(packageName);
    if (tf.findBackendFactory(registersAs) === null && factory !== undefined) {
      tf.registerBackend(registersAs, factory);
    }
    if (tf.findBackendFactory(registersAs) === null) {
      const why =
        source.lacks?.() ?? 'there may be two copies of @tensorflow/tfjs-core (npm ls @tensorflow/tfjs-core)';
      throw new RnpError(
        'RNP_BACKEND_FAILED',
        `${packageName} was loaded but did not register '${registersAs}': ${why}`,
      );
    }
    factories.set(packageName, tf.findBackendFactory(registersAs));
    if (registersAs === 'tensorflow') tensorflowPackage = packageName;
  }
  await startBackend(registersAs);
  // libtensorflow falls back to the CPU without a word.
  const gpu = (tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice;
  if (name === 'tensorflow-gpu' && gpu === false) {
    throw new RnpError('RNP_BACKEND_FAILED', `${packageName} finds no GPU; check the driver and CUDA`);
  }
}

async function load(name: BackendName, source: BackendSource, options: UseBackendOptions): Promise<unknown> {
  source.prepare?.();
  try {
    return await (options.load?.[name] ?? source.load)();
  } catch (cause) {
    const { packageName } = source;
    if (isMissing(cause, packageName)) {
      const lack = source.lacks?.();
      // Installing it would not help.
      if (lack !== undefined) {
        throw new RnpError('RNP_BACKEND_FAILED', `${packageName} cannot be used: ${lack}`, { cause });
      }
      const install = `${packageName} is not installed; run: npm install ${packageName}@4.22.0`;
      const message =
        lacksNode() !== undefined
          ? `${install}, and with Webpack pass it, too: ${loadOption(name, packageName)}`
          : install;
      throw new RnpError('RNP_BACKEND_MISSING', message, { cause });
    }
    throw new RnpError('RNP_BACKEND_FAILED', `${packageName} does not load: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function loadOption(name: BackendName, packageName: string): string {
  return `load: { ${name}: () => import('${packageName}') }`;
}

/** Whether an import failed because the package itself (not something it needs) is not there. */
function isMissing(error: unknown, packageName: string): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  const message = messageOf(error);
  const notFound =
    code === 'ERR_MODULE_NOT_FOUND' ||
    code === 'MODULE_NOT_FOUND' ||
    /failed to resolve|could not resolve|not resolve to|bare specifier|cannot find (module|package)/i.test(
      message,
    );
  return notFound && message.includes(packageName);
}

async function restore(previous: string | undefined): Promise<void> {
  if (previous) {
    if (previous !== tf.getBackend() && tf.findBackendFactory(previous) !== null)
      await tf.setBackend(previous);
    return;
  }
  // tf.setBackend has left the name of what did not start, which others would take for the active backend.
  Object.assign(tf.engine(), { backendName: undefined, backendInstance: null });
}
