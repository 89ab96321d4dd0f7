import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { check } from '../checks.js';
import { kernelName, type OpForm, type OpKernels } from '../ops/opDefinition.js';
import { activeWasmBackend, type WasmHost, wasmHost } from './host.js';
import type { WasmBackend } from './wasmBackend.js';

/** A WASM module of kernels that works in the memory of the TensorFlow.js WASM backend. */
export interface SideModuleDefinition<E> {
  /** For error messages. */
  readonly name: string;
  /** The binary: imports `env.memory`, owns no static data (see tools/side-module). */
  readonly base64: string;
  /** Kernels that replace the backend's own, for one backend instance. `backendName` must be 'wasm'. */
  readonly kernels?: (exports: E, host: WasmHost) => readonly tf.KernelConfig[];
}

/** @typeParam E what the module exports */
export interface SideModule<E = never> {
  /**
   * True when WASM is the active backend, whose kernels are then in place. Cheap after the first call; a new
   * instance of the backend gets its own instance of the module.
   *
   * @throws RnpError `RNP_BACKEND_FAILED` where the engine cannot run the module (WebAssembly SIMD is needed)
   */
  ensure(): boolean;
  /**
   * An op's form on WASM, for `defineOp`.
   *
   * @param kernels makes them for one backend instance
   */
  form(kernels: (exports: E, host: WasmHost) => OpKernels): OpForm;
  /**
   * What the module exports, in the active backend's memory; undefined unless that is WASM. For a kernel that runs those of several
   * modules one after the other.
   */
  exports(): E | undefined;
}

/** Kernels that side modules replaced, by name. */
const stock = new Map<string, tf.KernelConfig>();

/** Which side module registered a kernel; what is not in here is stock. */
const owners = new WeakMap<tf.KernelConfig, object>();

/**
 * Declares a side module; nothing happens until `ensure()`.
 *
 * @example
 * const kernels = sideModule<{ twice(from: number, to: number, length: number): void }>({
 *   name: 'twice',
 *   base64: moduleBase64,
 * });
 * const twice = defineOp({
 *   name: 'twice',
 *   plain: ({ x }: { x: tf.Tensor }) => tf.mul(x, 2),
 *   wasm: kernels.form((wasm, host) => ({
 *     forward: ({ inputs }) => {
 *       const out = host.output(inputs.x.shape, 'float32');
 *       wasm.twice(host.address(inputs.x), host.address(out), tf.util.sizeFromShape(out.shape));
 *       return out;
 *     },
 *   })),
 * });
 *
 * @throws RnpError `RNP_CONFIG` if it is not a definition
 */
export function sideModule<E>(definition: SideModuleDefinition<E>): SideModule<E> {
  check.options('definition', definition, ['name', 'base64'], ['kernels']);
  check.text('definition.name', definition.name);
  check.text('definition.base64', definition.base64);
  if (definition.kernels !== undefined) check.callable('definition.kernels', definition.kernels);
  let module: WebAssembly.Module | undefined;

  const running = perBackend((backend) => {
    const host = wasmHost(backend, (name) => stockKernel(name)?.kernelFunc);
    module ??= compile(definition);
    const { exports } = instantiate(module, host, definition);
    return { exports: exports as E, host };
  });

  /** A set of kernels, made and registered for each backend instance. */
  const kernelSet = (
    make: (backend: WasmBackend) => Iterable<readonly [string, tf.KernelFunc]>,
  ): KernelSet => {
    const owner = {};
    let latest: WeakRef<object> | undefined;
    const functionsOf = perBackend((backend) => {
      const functions = new Map(make(backend));
      // The engine's table is per backend name, not per instance: an entry looks up the instance it is called for.
      for (const name of functions.keys()) {
        register(name, owner, (target) => functionsOf(target).get(name)!);
      }
      return functions;
    });
    return () => {
      const backend = activeWasmBackend();
      if (backend === undefined) return false;
      if (latest?.deref() !== backend) {
        functionsOf(backend);
        latest = new WeakRef(backend);
      }
      return true;
    };
  };

  const replaced = kernelSet((backend) => {
    const { exports, host } = running(backend);
    const configs = definition.kernels?.(exports, host) ?? [];
    return configs.map((config) => [config.kernelName, config.kernelFunc]);
  });
  return {
    ensure: replaced,
    exports: () => {
      const backend = activeWasmBackend();
      return backend && running(backend).exports;
    },
    form: (kernels) => {
      check.callable('kernels', kernels);
      let install: KernelSet | undefined;
      return {
        install: (op) => {
          install ??= kernelSet((backend) => {
            const { exports, host } = running(backend);
            return Object.entries(kernels(exports, host)).map(([name, run]) => [kernelName(op, name), run]);
          });
          return install();
        },
      };
    },
  };
}

/** True when WASM is the active backend, for which the kernels are then in place. */
type KernelSet = () => boolean;

/** What is made once for each backend instance, and goes with it. */
function perBackend<T>(make: (backend: WasmBackend) => T): (backend: WasmBackend) => T {
  const made = new WeakMap<object, { readonly value: T }>();
  return (backend) => {
    const known = made.get(backend);
    if (known !== undefined) return known.value;
    const value = make(backend);
    made.set(backend, { value });
    return value;
  };
}

/** The kernel of the backend's own package, whether it is still registered or already replaced. */
function stockKernel(kernelName: string): tf.KernelConfig | undefined {
  // Typed as never undefined by tfjs-core, which it is not.
  const present = tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined;
  return present !== undefined && !owners.has(present) ? present : stock.get(kernelName);
}

function register(kernelName: string, owner: object, resolve: (backend: WasmBackend) => tf.KernelFunc): void {
  const present = tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined;
  const presentOwner = present && owners.get(present);
  if (presentOwner === owner) return;
  if (present !== undefined) {
    if (presentOwner === undefined) stock.set(kernelName, present);
    tf.unregisterKernel(kernelName, 'wasm');
  }
  const config: tf.KernelConfig = {
    kernelName,
    backendName: 'wasm',
    kernelFunc: (call) => resolve(call.backend as WasmBackend)(call),
    // The engine sets up registered kernels only; the replaced one still runs on a new backend instance.
    ...(present?.setupFunc === undefined ? {} : { setupFunc: present.setupFunc }),
    ...(present?.disposeFunc === undefined ? {} : { disposeFunc: present.disposeFunc }),
  };
  owners.set(config, owner);
  tf.registerKernel(config);
}

function compile(definition: SideModuleDefinition<never>): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytesOf(definition.base64));
  } catch (cause) {
    throw new RnpError(
      'RNP_BACKEND_FAILED',
      `the WASM kernels of ${definition.name} do not compile here; they need WebAssembly with SIMD ` +
        '(Node >= 16.4, browsers since 2023). Choose another backend.',
      { cause },
    );
  }
}

function instantiate(
  module: WebAssembly.Module,
  host: WasmHost,
  definition: SideModuleDefinition<never>,
): WebAssembly.Instance {
  const memory = host.memory();
  try {
    return new WebAssembly.Instance(module, { env: { memory } });
  } catch (cause) {
    throw new RnpError(
      'RNP_BACKEND_FAILED',
      `the WASM kernels of ${definition.name} do not start in this backend's memory; it may run with threads. ` +
        "Choose the backend by useBackend('wasm'), or set the flag WASM_HAS_MULTITHREAD_SUPPORT to false before it starts",
      { cause },
    );
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
