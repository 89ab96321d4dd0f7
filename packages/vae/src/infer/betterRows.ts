// b batch
import type { WasmHost } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Of each image the rows of the side with less energy; of `other` where `one` is no less, or no number.
 *
 * @param one a table of energies [b, m] whose first column decides, then tensors with b images' rows one after the other
 * @param other likewise
 * @returns the caller's
 */
export function betterRows(one: readonly tf.Tensor[], other: readonly tf.Tensor[]): tf.Tensor[] {
  return tf.tidy(() => {
    const energies = (table: tf.Tensor): tf.Tensor => tf.slice(table, [0, 0], [-1, 1]);
    const better = tf.less(energies(one[0]!), energies(other[0]!));
    const rows = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [better.shape[0]!, -1]);
    return one.map((x, i) => tf.reshape(tf.where(better, rows(x), rows(other[i]!)), x.shape));
  });
}

/**
 * Fills `to` with each image's rows of one of two sides, as `betterRows` says. What lies at the place of `other`'s is kept there.
 *
 * @param floats all of the backend's memory
 */
export function keepBetterRows(
  host: WasmHost,
  floats: Float32Array,
  to: readonly tf.TensorInfo[],
  one: readonly tf.TensorInfo[],
  other: readonly tf.TensorInfo[],
): void {
  const [batch, columns] = to[0]!.shape as [number, number];
  const place = (info: tf.TensorInfo): number => host.address(info) >>> 2;
  const [energies, others] = [place(one[0]!), place(other[0]!)];
  const isBetter = Array.from(
    { length: batch },
    (_, image) => floats[energies + image * columns]! < floats[others + image * columns]!,
  );
  to.forEach((info, i) => {
    const size = tf.util.sizeFromShape(info.shape) / batch;
    const [own, better, worse] = [place(info), place(one[i]!), place(other[i]!)];
    isBetter.forEach((is, image) => {
      const from = (is ? better : worse) + image * size;
      const at = own + image * size;
      if (from !== at) floats.copyWithin(at, from, from + size);
    });
  });
}
