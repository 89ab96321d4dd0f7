// b batch
import { defineOp, type Op, type WasmHost } from '@rnp/backend';
import { backendModule } from '@rnp/backend/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** Inputs: those of one side, then those of the other, the tables of energies first. */
const op: Op<readonly tf.Tensor[], Readonly<Record<string, never>>, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'betterRows',
  plain: (tensors) => plainBetterRows(...halves(tensors)),
  wasm: backendModule.form((_, host) => ({
    forward: ({ inputs }) => {
      const [one, other] = halves(inputs as unknown as tf.TensorInfo[]);
      const made = one.map(({ shape }) => host.output(shape, 'float32'));
      const rows = (info: tf.TensorInfo): Rows => rowsOf(host, info, one[0]!.shape[0]!);
      const floats = new Float32Array(host.memory().buffer);
      keepBetterRows(floats, made.map(rows), one.map(rows), other.map(rows));
      return made;
    },
  })),
});

/** The same from TensorFlow.js's own ops. */
export function plainBetterRows(one: readonly tf.Tensor[], other: readonly tf.Tensor[]): tf.Tensor[] {
  const energies = (table: tf.Tensor): tf.Tensor => tf.slice(table, [0, 0], [-1, 1]);
  const better = tf.less(energies(one[0]!), energies(other[0]!));
  const rows = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [better.shape[0]!, -1]);
  return one.map((x, i) => tf.reshape(tf.where(better, rows(x), rows(other[i]!)), x.shape));
}

/** Where the rows of b images lie, and how many values each has. */
export interface Rows {
  readonly at: number;
  readonly size: number;
  readonly batch: number;
}

export function rowsOf(host: WasmHost, info: tf.TensorInfo, batch: number): Rows {
  return { at: host.address(info) >>> 2, size: tf.util.sizeFromShape(info.shape) / batch, batch };
}

/** Fills `to` with each image's rows of one of two sides, as `betterRows` says; what lies at the place of `other`'s is kept there. */
export function keepBetterRows(
  floats: Float32Array,
  to: readonly Rows[],
  one: readonly Rows[],
  other: readonly Rows[],
): void {
  const [{ at: energies, size: columns, batch }, { at: others }] = [one[0]!, other[0]!];
  const isBetter = Array.from(
    { length: batch },
    (_, image) => floats[energies + image * columns]! < floats[others + image * columns]!,
  );
  to.forEach(({ at, size }, i) => {
    for (let image = 0; image < batch; image++) {
      const from = (isBetter[image] ? one[i]! : other[i]!).at + image * size;
      const place = at + image * size;
      if (from !== place) floats.copyWithin(place, from, from + size);
    }
  });
}

function halves<T>(list: readonly T[]): [T[], T[]] {
  return [list.slice(0, list.length / 2), list.slice(list.length / 2)];
}

/**
 * Of each image the rows of the side with less energy; of `other` where `one` is no less, or no number.
 *
 * @param one a table of energies [b, m] whose first column decides, then tensors with b images' rows one after the other
 * @param other likewise
 * @returns the caller's
 */
export function betterRows(one: readonly tf.Tensor[], other: readonly tf.Tensor[]): tf.Tensor[] {
  return op([...one, ...other], {});
}
