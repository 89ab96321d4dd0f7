import { copyOut } from '@rnp/backend';
import type { Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { Barrier } from './barrier.js';
import type { Place, Region, SharedLayout } from './sharedLayout.js';

/** A step's batch: [b·h·w·c] images, what is seen of them, [b·h·w·c] or nothing where that is the same, and [b·z] noise. */
export interface BatchSlot {
  readonly images: Float32Array;
  readonly seen: Float32Array;
  readonly noise: Float32Array;
}

/** The shared memory as views, the same for the calling thread and its workers. */
export interface SharedState {
  readonly memory: WebAssembly.Memory;
  readonly layout: SharedLayout;
  readonly barrier: Barrier;
  readonly weights: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly averages: Float32Array;
  readonly gradients: readonly Float32Array[];
  readonly terms: readonly Float32Array[];
  readonly squares: Float64Array;
  readonly factors: readonly Float32Array[];
  /** Step s reads slot s mod 2. */
  readonly batches: readonly BatchSlot[];
  readonly exchange: readonly Float32Array[];
}

/** Zeroed memory for a layout. */
export function sharedMemory({ bytes }: SharedLayout): WebAssembly.Memory {
  const pages = Math.ceil(bytes / 65536);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

export function sharedState(memory: WebAssembly.Memory, layout: SharedLayout): SharedState {
  const { buffer } = memory;
  const view = ({ offset, length }: Region): Float32Array => new Float32Array(buffer, offset, length);
  const { control, squares } = layout;
  return {
    memory,
    layout,
    barrier: new Barrier(new Int32Array(buffer, control.offset, control.length), layout.gradients.length),
    weights: view(layout.weights),
    first: view(layout.first),
    second: view(layout.second),
    averages: view(layout.averages),
    gradients: layout.gradients.map(view),
    terms: layout.terms.map(view),
    squares: new Float64Array(buffer, squares.offset, squares.length),
    factors: layout.factors.map(view),
    batches: layout.images.map((images, i) => ({
      images: view(images),
      seen: view(layout.seen[i]!),
      noise: view(layout.noise[i]!),
    })),
    exchange: layout.exchange.map(view),
  };
}

/** Tensors → their places. */
export function writePlaces(
  target: Float32Array,
  places: readonly Place[],
  tensors: Readonly<Record<string, tf.Tensor | null>>,
): void {
  for (const { name, begin, end } of places) {
    const tensor = tensors[name] ?? null;
    if (tensor === null) target.fill(0, begin, end);
    else copyOut(tensor, target.subarray(begin, end));
  }
}

/** Places → tensors on the active backend. The caller owns them. */
export function readPlaces(source: Float32Array, places: readonly Place[]): Parameters {
  // The WASM backend copies what it is given; others may keep it.
  const copied = tf.getBackend() === 'wasm';
  return Object.fromEntries(
    places.map(({ name, shape, begin, end }) => {
      const values = copied ? source.subarray(begin, end) : source.slice(begin, end);
      return [name, tf.tensor(values, [...shape], 'float32')];
    }),
  );
}
