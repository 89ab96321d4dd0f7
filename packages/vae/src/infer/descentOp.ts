import { defineOp, type Op } from '@rnp/backend';
import { plainWay } from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { betterRows } from './betterRows.js';
import { wasmDescent } from './descentKernel.js';
import { type Descended, type DescentAttributes, type DescentTensors, listed } from './descentTensors.js';

/** Outputs: least, best, values, moments if there are some. */
const op: Op<readonly tf.Tensor[], DescentAttributes, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'descentStep',
  plain: (inputs, attributes) => {
    const { least, best, values, moments } = plainDescent(listed(inputs, attributes), attributes);
    return [least, ...best, ...values, ...(moments ? [moments] : [])];
  },
  wasm: wasmDescent,
});

/** The same from TensorFlow.js's own ops, all tensors of a tree as one where they are treated alike. */
function plainDescent(tensors: DescentTensors, { rates, bounded, adam }: DescentAttributes): Descended {
  const { table, least, values, best, gradients, moments } = tensors;
  const flat = (list: readonly tf.Tensor[]): tf.Tensor1D =>
    tf.concat(list.map((x) => tf.reshape(x, [-1]) as tf.Tensor1D));
  const gradient = flat(gradients);
  const half = (from: number): tf.Tensor => tf.slice(moments!, [from], [gradient.size]);
  const next = adam && plainWay(gradient, { first: half(0), second: half(gradient.size) }, adam);
  const ways = tf.split(
    next?.way ?? gradient,
    values.map(({ size }) => size),
  );
  const [newLeast, ...newBest] = betterRows([table, ...values], [least, ...best]);
  return {
    least: newLeast!,
    best: newBest,
    values: values.map((value, i) => {
      const moved = tf.sub(value, tf.mul(tf.reshape(ways[i]!, value.shape), rates[i]!));
      return bounded[i] ? tf.clipByValue(moved, -1, 1) : moved;
    }),
    moments: next && flat([next.first, next.second]),
  };
}

/** Steps of the plain gradient have no kernels of their own: they are there to compare with. */
const plainly: typeof op.plain = (inputs, attributes) => tf.tidy(() => op.plain(inputs, attributes));

/**
 * A step of a descent: of each image the better one of the tree met and the best one, as `betterRows` has it; then each tensor of the tree goes
 * down its gradient, by its rate, by Adam if asked for.
 *
 * @returns the caller's. On WASM it takes over the memory of `least`, `values`, `best` and `moments`, unless other tensors stand on it: do not use
 *   them afterwards
 */
export function descended(
  { table, least, values, best, gradients, moments }: DescentTensors,
  attributes: DescentAttributes,
): Descended {
  const run = attributes.adam ? op : plainly;
  const made = run(
    [table, least, ...values, ...best, ...gradients, ...(moments ? [moments] : [])],
    attributes,
  );
  const count = values.length;
  return {
    least: made[0]!,
    best: made.slice(1, 1 + count),
    values: made.slice(1 + count, 1 + 2 * count),
    moments: moments && made[1 + 2 * count]!,
  };
}
