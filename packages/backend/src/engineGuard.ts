import * as tf from '@tensorflow/tfjs-core';
import { runGuarded } from './wasm/guard.js';
import type { WasmBackend } from './wasm/wasmBackend.js';

/** The parts of TensorFlow.js' engine that leave something behind when what they run throws. */
interface Engine {
  readonly backendName: string | null;
  readonly backendInstance: Pick<tf.KernelBackend, 'incRef'> | null;
  readonly state: {
    readonly gradientDepth: number;
    readonly kernelDepth: number;
    readonly tensorInfo: { has(dataId: object): boolean };
    readonly activeScope: { readonly name: string };
    activeTape: TapeNode[] | null;
  };
  runKernel(...call: unknown[]): unknown;
  clone(x: tf.Tensor): tf.Tensor;
  makeTensorFromTensorInfo(info: tf.TensorInfo): tf.Tensor;
  addTapeNode(
    name: string,
    inputs: { readonly x: tf.Tensor },
    outputs: readonly tf.Tensor[],
    gradient: (dy: tf.Tensor) => { readonly x: () => tf.Tensor },
    saved: readonly tf.Tensor[],
    attrs: object,
  ): void;
  gradients(...call: unknown[]): unknown;
}

interface TapeNode {
  readonly saved: readonly tf.Tensor[];
}

/** A tensor that was kept for a gradient, and where the tape would tell of it. */
interface Kept {
  readonly at: number;
  readonly x: tf.Tensor;
  readonly copy: tf.Tensor;
}

const guarded = new WeakSet<object>();

/**
 * Backends that count the tensors which share their data, as they are registered. Not from backends.js: its imports of optional packages would be in the
 * bundle of each worker.
 */
const counting: ReadonlySet<string | null> = new Set(['cpu', 'wasm', 'tensorflow', 'webgl', 'webgpu']);

/**
 * Makes TensorFlow.js leave nothing behind when a kernel or a differentiated function throws: the tensors that the tape has kept
 * for the gradients, and what a WASM kernel had allocated. It also spares what the engine does for each tensor that a gradient
 * will need: a kernel call and an entry of the tape, up to two fifths of all calls of a training step. Idempotent.
 */
export function guardEngine(): void {
  const engine = tf.engine() as unknown as Engine;
  if (guarded.has(engine)) return;
  guarded.add(engine);
  const { runKernel, gradients, clone } = engine;
  const owned = (dataId: object): boolean => engine.state.tensorInfo.has(dataId);

  engine.runKernel = (...call) => {
    const run = (): unknown => runKernel.apply(engine, call);
    if (engine.backendName !== 'wasm' || engine.backendInstance === null) return run();
    return runGuarded(engine.backendInstance as WasmBackend, owned, run);
  };

  // What the tape would tell of since the outermost differentiation began.
  let kept: Kept[] = [];

  // The engine calls it while an operation runs, to keep what the gradient will need.
  engine.clone = (x) => {
    const { gradientDepth, activeTape } = engine.state;
    const backend = engine.backendInstance;
    if (!counting.has(engine.backendName) || backend === null || gradientDepth !== 1 || activeTape === null) {
      return clone.call(engine, x);
    }
    const { dataId, shape, dtype } = x;
    const share = (): tf.Tensor => {
      backend.incRef(dataId);
      return engine.makeTensorFromTensorInfo({ dataId, shape, dtype });
    };
    const copy = engine.backendName === 'wasm' ? runGuarded(backend as WasmBackend, owned, share) : share();
    kept.push({ at: activeTape.length, x, copy });
    return copy;
  };

  // Only a gradient that is itself differentiated leads back through what was kept.
  const tellTape = (): void => {
    const { state } = engine;
    const tape = state.activeTape;
    if (tape === null || kept.length === 0) return;
    const told: TapeNode[] = [];
    let from = 0;
    for (const { at, x, copy } of kept) {
      told.push(...tape.slice(from, at));
      from = at;
      state.activeTape = told;
      engine.addTapeNode(
        state.activeScope.name,
        { x },
        [copy],
        (dy) => ({ x: () => tf.cast(dy, 'float32') }),
        [],
        {},
      );
    }
    state.activeTape = told.concat(tape.slice(from));
    kept = [];
  };

  engine.gradients = (...call) => {
    if (engine.state.gradientDepth > 0) tellTape();
    try {
      return gradients.apply(engine, call);
    } catch (error) {
      // A function that differentiates within another's leaves the tape to that.
      if (engine.state.gradientDepth === 0) {
        for (const { saved } of engine.state.activeTape ?? []) tf.dispose([...saved]);
        engine.state.activeTape = null;
      }
      throw error;
    } finally {
      if (engine.state.gradientDepth === 0) kept = [];
    }
  };
}
