import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { keepingListeners } from '../processListeners.js';
import type { WasmBackend } from './wasmBackend.js';

/**
 * Bytes that stay free after each allocation. Kernels in C++ take scratch memory of their own and do not look at what they are
 * given.
 */
const headroom = 32 * 2 ** 20;

/** Pieces that are too small, one after the other, before the memory counts as exhausted. */
const maxUnfit = 8;

/** Data that the running kernel has taken a reference to (+1) or let go (-1). */
interface Entry {
  readonly dataId: object;
  readonly change: 1 | -1;
  readonly made: boolean;
}

interface Guarded {
  readonly entries: Entry[];
  /** Why the engine is dead; undefined while it lives. */
  stopped?: () => RnpError;
}

const guards = new WeakMap<object, Guarded>();

/**
 * Makes one instance of the WASM backend fail by typed errors, whichever kernel runs, the package's own too: when its memory is
 * exhausted, where its allocator returns the address 0, or a piece that is too small, and kernels write there; and when it has
 * aborted. Idempotent.
 */
export function guardWasm(backend: WasmBackend): void {
  if (guards.has(backend)) return;
  const guard: Guarded = { entries: [] };
  guards.set(backend, guard);
  guardAllocator(backend);
  keepEntries(backend, guard);
  // Emscripten calls it before it marks itself as aborted; what it throws reaches the caller.
  backend.wasm.onAbort = (what) => {
    throw stopWasm(backend, what);
  };
  const dispose = backend.dispose.bind(backend);
  backend.dispose = () => {
    keepingListeners(dispose);
    retire(backend, () => removed());
  };
}

/** Whether this instance of the WASM backend can compute no more. */
function isStopped(backend: object): boolean {
  return guards.get(backend)?.stopped !== undefined;
}

/** Marks the engine as dead: every later use of it and of its tensors is this error. */
function stopWasm(backend: WasmBackend, reason: unknown): RnpError {
  const detail = reason === undefined || reason === '' ? '' : ` (${String(reason)})`;
  const stopped = (): RnpError =>
    new RnpError(
      'RNP_BACKEND_ABORTED',
      `the WASM engine has stopped${detail} and its tensors are lost; call useBackend('wasm') for a new engine, then load ` +
        'models and make tensors anew',
    );
  retire(backend, stopped);
  return stopped();
}

function removed(): RnpError {
  return new RnpError(
    'RNP_BACKEND_ABORTED',
    'this tensor belongs to a WASM engine that was removed; make it anew, and load models anew',
  );
}

/**
 * Runs a kernel; when it throws, what it had allocated until then is given back, and a trap stops the engine.
 *
 * @param owned whether a tensor stands on the data
 */
export function runGuarded<T>(backend: WasmBackend, owned: (dataId: object) => boolean, run: () => T): T {
  const guard = guards.get(backend);
  if (guard === undefined) return run();
  const { entries } = guard;
  const mark = entries.length;
  depth++;
  try {
    return run();
  } catch (error) {
    giveBack(backend, entries.slice(mark), owned);
    // Out of bounds, unreachable: the heap may be anything now. By name: a test's realm has a class of its own.
    const trapped = error instanceof Error && error.name === 'RuntimeError';
    throw trapped && guard.stopped === undefined ? stopWasm(backend, error.message) : error;
  } finally {
    depth--;
    entries.length = mark;
  }
}

/** Kernels that run within each other. */
let depth = 0;

function giveBack(backend: WasmBackend, entries: readonly Entry[], owned: (dataId: object) => boolean): void {
  const references = new Map<object, number>();
  const made = new Set<object>();
  for (const { dataId, change, made: isNew } of entries) {
    references.set(dataId, (references.get(dataId) ?? 0) + change);
    if (isNew) made.add(dataId);
  }
  for (const [dataId, count] of references) {
    // What became a tensor is tidied up as tensors are.
    if (made.has(dataId) && owned(dataId)) continue;
    for (let i = 0; i < count; i++) backend.disposeData(dataId);
  }
}

function guardAllocator({ wasm }: WasmBackend): void {
  // The first call replaces the function by the program's own.
  wasm._free(wasm._malloc(8));
  const malloc = wasm._malloc;

  /**
   * The address of `bytes` bytes, or 0. Where a free piece of memory and the size together pass the end of the 32 bits, the
   * allocator (emmalloc) compares the rest of the sum and hands out the piece, however small it is.
   */
  const allocate = (bytes: number): number => {
    const unfit: number[] = [];
    while (unfit.length < maxUnfit) {
      const pointer = malloc(bytes) >>> 0;
      if (pointer === 0 || pointer + bytes <= wasm.HEAPU8.length) {
        for (const piece of unfit) wasm._free(piece);
        return pointer;
      }
      unfit.push(pointer);
    }
    for (const piece of unfit) wasm._free(piece);
    return 0;
  };

  wasm._malloc = (bytes) => {
    // Larger numbers would wrap around in the 32 bits of an address.
    const pointer = bytes >= 0 && bytes < 2 ** 32 ? allocate(bytes) : 0;
    const spare = pointer === 0 ? 0 : allocate(headroom);
    if (spare === 0) {
      if (pointer !== 0) wasm._free(pointer);
      throw new RnpError(
        'RNP_BACKEND_MEMORY',
        `the WASM backend has no ${bytes} bytes left; use smaller batches or dispose tensors`,
      );
    }
    wasm._free(spare);
    return pointer;
  };
}

/** Keeps note of what a running kernel takes. */
function keepEntries(backend: WasmBackend, { entries }: Guarded): void {
  const note = (dataId: object, change: 1 | -1, made = false): void => {
    if (depth > 0) entries.push({ dataId, change, made });
  };
  const { move, makeOutput, incRef, disposeData } = backend;
  backend.move = (dataId, ...rest) => {
    move.call(backend, dataId, ...rest);
    note(dataId, 1, true);
  };
  backend.makeOutput = (shape, dtype, memoryOffset, values) => {
    const info = makeOutput.call(backend, shape, dtype, memoryOffset, values);
    // Without a place it came through `move`.
    if (memoryOffset != null) note(info.dataId, 1, true);
    return info;
  };
  backend.incRef = (dataId) => {
    incRef.call(backend, dataId);
    note(dataId, 1);
  };
  backend.disposeData = (dataId, force) => {
    note(dataId, -1);
    return disposeData.call(backend, dataId, force);
  };
}

/** From now on the backend throws whatever is asked of it; letting go of its tensors goes on without a word. */
function retire(backend: WasmBackend, stopped: () => RnpError): void {
  const guard = guards.get(backend);
  if (guard === undefined || guard.stopped !== undefined) return;
  guard.stopped = stopped;
  const fail = (): never => {
    throw stopped();
  };
  const { dataIdMap } = backend;
  const wasm = { _malloc: fail, _free: () => undefined, cwrap: () => fail };
  Object.assign(backend, {
    wasm,
    move: fail,
    write: fail,
    makeOutput: fail,
    incRef: fail,
    readSync: fail,
    read: async () => fail(),
    typedArrayFromHeap: fail,
    dispose: () => undefined,
    disposeData: (dataId: object, force = false) => {
      if (!dataIdMap.has(dataId)) return true;
      const data = dataIdMap.get(dataId);
      data.refCount--;
      if (!force && data.refCount > 0) return false;
      dataIdMap.delete(dataId);
      return true;
    },
  });
}

/** The started WASM backend, if it is stopped. */
export function stoppedWasm(): boolean {
  const { registry } = tf.engine() as unknown as { readonly registry: Readonly<Record<string, object>> };
  return registry.wasm !== undefined && isStopped(registry.wasm);
}
