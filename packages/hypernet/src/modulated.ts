// n programs, s entries of a generated tensor, S of several side by side, u output units, U of several
import { defineOp, type Op } from '@rnp/backend';
import { sizeOf } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { type ModulatedAttributes, type Units, unitLayout } from './units.js';
import { wasmModulated } from './wasm/modulatedKernels.js';

type Inputs = {
  /** [n, U] */
  readonly gains: tf.Tensor2D;
  /** [S] */
  readonly shared: tf.Tensor1D;
};

const op: Op<Inputs, ModulatedAttributes, tf.Tensor2D> = /* @__PURE__ */ defineOp({
  name: 'modulated',
  plain: plainModulated,
  wasm: wasmModulated,
  gradient: {
    inputs: ['gains', 'shared'],
    // Both come out of one sweep.
    compute: ({ dy: [dy], saved: [gains, shared], run, free }) => {
      const [dGains, dShared] = run('gradient', { dy: dy!, gains: gains!, shared: shared! });
      free();
      return { gains: () => dGains!, shared: () => dShared! };
    },
  },
});

/**
 * Shared weights as programs change them: of each tensor with output units the units' weights times 1 + their gain, vectors plus their shift.
 *
 * @param gains of each program the gains and shifts of all tensors, side by side, [n, U]
 * @param shared the tensors
 * @returns [n, S], the tensors of each program side by side; the caller owns it
 */
export function modulated(gains: tf.Tensor2D, shared: readonly tf.Tensor[]): tf.Tensor2D {
  const layouts = shared.map(({ shape }) => unitLayout(shape));
  return tf.tidy(() => {
    const flat = shared.map((tensor) => tf.reshape(tensor, [sizeOf(tensor.shape)]) as tf.Tensor1D);
    return op({ gains, shared: flat.length === 1 ? flat[0]! : tf.concat(flat) }, { layouts });
  });
}

function plainModulated({ gains, shared }: Inputs, { layouts }: ModulatedAttributes): tf.Tensor2D {
  const n = gains.shape[0];
  const ofUnits = pieces(
    gains,
    layouts.map(({ units }) => units),
  );
  const weights = pieces(shared, layouts.map(entries));
  const changed = layouts.map((layout, i) => {
    const { rows, units, inner, vector } = layout;
    const own = tf.reshape(ofUnits[i]!, [n, 1, units, 1]);
    const of = tf.reshape(weights[i]!, [1, rows, units, inner]);
    return tf.reshape(vector ? tf.add(of, own) : tf.mul(of, tf.add(own, 1)), [n, entries(layout)]);
  });
  return (changed.length === 1 ? changed[0]! : tf.concat(changed, 1)) as tf.Tensor2D;
}

function entries({ rows, units, inner }: Units): number {
  return rows * units * inner;
}

/** Along the last axis. One piece is the tensor itself: `tf.split` has no gradient for it. */
function pieces(x: tf.Tensor, sizes: number[]): tf.Tensor[] {
  return sizes.length === 1 ? [x] : tf.split(x, sizes, -1);
}
