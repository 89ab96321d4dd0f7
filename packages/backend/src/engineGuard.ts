import * as tf from '@tensorflow/tfjs-core';
import { runGuarded } from './wasm/guard.js';
import type { WasmBackend } from './wasm/wasmBackend.js';

/** The parts of TensorFlow.js' engine that leave something behind when what they run throws. */
interface Engine {
  readonly backendName: string | null;
  readonly backendInstance: object | null;
  readonly state: {
    readonly gradientDepth: number;
    readonly tensorInfo: { has(dataId: object): boolean };
    activeTape: readonly { readonly saved: readonly tf.Tensor[] }[] | null;
  };
  runKernel(...call: unknown[]): unknown;
  gradients(...call: unknown[]): unknown;
}

const guarded = new WeakSet<object>();

/**
 * Makes TensorFlow.js leave nothing behind when a kernel or a differentiated function throws: the tensors that the tape has kept
 * for the gradients, and what a WASM kernel had allocated. Idempotent.
 */
export function guardEngine(): void {
  const engine = tf.engine() as unknown as Engine;
  if (guarded.has(engine)) return;
  guarded.add(engine);
  const { runKernel, gradients } = engine;
  const owned = (dataId: object): boolean => engine.state.tensorInfo.has(dataId);

  engine.runKernel = (...call) => {
    const run = (): unknown => runKernel.apply(engine, call);
    if (engine.backendName !== 'wasm' || engine.backendInstance === null) return run();
    return runGuarded(engine.backendInstance as WasmBackend, owned, run);
  };

  engine.gradients = (...call) => {
    try {
      return gradients.apply(engine, call);
    } catch (error) {
      // A function that differentiates within another's leaves the tape to that.
      if (engine.state.gradientDepth === 0) {
        for (const { saved } of engine.state.activeTape ?? []) tf.dispose([...saved]);
        engine.state.activeTape = null;
      }
      throw error;
    }
  };
}
