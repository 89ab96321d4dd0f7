// m trunks, z latent size, f hidden features
import * as tf from '@tensorflow/tfjs-core';

/** Trunks of one latent size and one width, side by side; those with more layers come first. */
export interface JoinedTrunks {
  /** Of each trunk as it was given, which one it is here. */
  readonly places: readonly number[];
  /** Layers of each, in the order here. */
  readonly layers: readonly number[];
  /** [2m, 1, z] gammas, then betas of the norms of programs. */
  readonly norms: tf.Tensor3D;
  /** [.., 1, f] of each layer, the first first, biases, gammas and betas of the trunks that have it. */
  readonly vectors: tf.Tensor3D;
  /** Of each layer [.., i, f], of the trunks that have it. */
  readonly kernels: readonly tf.Tensor3D[];
}

/** How many of the joined trunks have this layer, counted from 0. */
export function trunksWith(layers: readonly number[], layer: number): number {
  return layers.filter((count) => count > layer).length;
}

/**
 * Joins trunks so that `trunks` runs them as one batch.
 *
 * @param lists of each, its parameters in the order of `trunkParameters`
 * @returns tensors of the caller's `tf.tidy`, from which gradients flow to the parameters
 */
export function joinTrunks(lists: readonly (readonly tf.Tensor[])[]): JoinedTrunks {
  const sorted = [...lists].sort((a, b) => b.length - a.length);
  const layers = sorted.map(({ length }) => (length - 2) / 4);
  const numbers = Array.from({ length: layers[0]! }, (_, layer) => layer);
  const ofLayer = (layer: number, kind: number): tf.Tensor[] =>
    sorted.slice(0, trunksWith(layers, layer)).map((list) => list[2 + 4 * layer + kind]!);
  const rows = (vectors: tf.Tensor[]): tf.Tensor3D =>
    tf.reshape(tf.stack(vectors), [vectors.length, 1, vectors[0]!.size]);
  return {
    places: lists.map((list) => sorted.indexOf(list)),
    layers,
    norms: rows([0, 1].flatMap((kind) => sorted.map((list) => list[kind]!))),
    vectors: rows(numbers.flatMap((layer) => [1, 2, 3].flatMap((kind) => ofLayer(layer, kind)))),
    kernels: numbers.map((layer) => tf.stack(ofLayer(layer, 0)) as tf.Tensor3D),
  };
}

/** One trunk's parameters, in the order of `trunkParameters`, where tensors lie in this process's memory. */
export function trunkValues(
  { layers, norms, vectors, kernels }: Omit<JoinedTrunks, 'places'>,
  place: number,
): Float32Array[] {
  const rowOf = (tensor: tf.Tensor3D, row: number): Float32Array => {
    const size = tensor.shape[1] * tensor.shape[2];
    return (tensor.dataSync() as Float32Array).subarray(row * size, (row + 1) * size);
  };
  const values = [rowOf(norms, place), rowOf(norms, layers.length + place)];
  let begin = 0;
  for (let layer = 0; layer < layers[place]!; layer++) {
    const count = trunksWith(layers, layer);
    const [bias, gamma, beta] = [0, 1, 2].map((kind) => rowOf(vectors, begin + kind * count + place));
    values.push(rowOf(kernels[layer]!, place), bias!, gamma!, beta!);
    begin += 3 * count;
  }
  return values;
}
