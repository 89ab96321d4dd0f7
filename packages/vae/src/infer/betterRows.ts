// b batch
import { defineOp, type Op } from '@rnp/backend';
import { backendModule } from '@rnp/backend/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** Inputs: those of one side, then those of the other, the tables of energies first. */
const op: Op<readonly tf.Tensor[], Readonly<Record<string, never>>, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'betterRows',
  plain: (tensors) => {
    const [one, other] = halves(tensors);
    const energies = (table: tf.Tensor): tf.Tensor => tf.slice(table, [0, 0], [-1, 1]);
    const better = tf.less(energies(one[0]!), energies(other[0]!));
    const rows = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [better.shape[0]!, -1]);
    return one.map((x, i) => tf.reshape(tf.where(better, rows(x), rows(other[i]!)), x.shape));
  },
  wasm: backendModule.form((_, host) => ({
    forward: ({ inputs }) => {
      const [one, other] = halves(inputs as unknown as tf.TensorInfo[]);
      const [batch, columns] = one[0]!.shape as [number, number];
      const made = one.map(({ shape }) => host.output(shape, 'float32'));
      const { buffer } = host.memory();
      const values = (info: tf.TensorInfo): Float32Array =>
        new Float32Array(buffer, host.address(info), tf.util.sizeFromShape(info.shape));
      const [energies, others] = [values(one[0]!), values(other[0]!)];
      const isBetter = Array.from(
        { length: batch },
        (_, image) => energies[image * columns]! < others[image * columns]!,
      );
      made.forEach((info, i) => {
        const [to, better, worse] = [values(info), values(one[i]!), values(other[i]!)];
        const size = to.length / batch;
        for (let image = 0; image < batch; image++) {
          const [from, end] = [image * size, (image + 1) * size];
          to.set((isBetter[image] ? better : worse).subarray(from, end), from);
        }
      });
      return made;
    },
  })),
});

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
