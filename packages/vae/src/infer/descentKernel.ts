import type { OpForm } from '@rnp/backend';
import { inPlace, nnModule, runAdam, type SharedData } from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { keepBetterRows, rowsOf } from './betterRows.js';
import { type DescentAttributes, listed } from './descentTensors.js';

/** A step of a descent: one call for what were a dozen kernels of some hundred numbers each. */
export const wasmDescent: OpForm = /* @__PURE__ */ nnModule.form((wasm, host) => ({
  forward: ({ inputs, attrs, backend }) => {
    const attributes = attrs as unknown as DescentAttributes;
    const given = listed(inputs as unknown as tf.TensorInfo[], attributes);
    const next = (info: tf.TensorInfo): tf.TensorInfo =>
      inPlace(info, backend as SharedData) ?? host.output(info.shape, 'float32');
    const kept = [given.least, ...given.best].map(next);
    const values = given.values.map(next);
    const moments = given.moments && next(given.moments);
    const floats = new Float32Array(host.memory().buffer);
    const rows = (info: tf.TensorInfo) => rowsOf(host, info, given.table.shape[0]!);

    keepBetterRows(
      floats,
      kept.map(rows),
      [given.table, ...given.values].map(rows),
      [given.least, ...given.best].map(rows),
    );
    const { adam, rates, bounded } = attributes;
    const half = given.moments && 2 * given.moments.shape[0]!;
    let offset = 0;
    values.forEach((to, i) => {
      const [value, gradient, newValue] = [given.values[i]!, given.gradients[i]!, to].map(host.address) as [
        number,
        number,
        number,
      ];
      const count = tf.util.sizeFromShape(to.shape);
      if (adam && half && moments) {
        const [from, at] = [host.address(given.moments!) + offset, host.address(moments) + offset];
        const averages = { first: from, second: from + half, newFirst: at, newSecond: at + half };
        runAdam(wasm, count, { value, gradient, newValue, ...averages }, 1, { ...adam, rate: rates[i]! });
      } else goDown(floats, count, { value, gradient, newValue }, rates[i]!);
      if (bounded[i]) bound(floats, newValue, count);
      offset += 4 * count;
    });
    return [...kept, ...values, ...(moments ? [moments] : [])];
  },
}));

/** value − rate·gradient, rounded as float32 has it. */
function goDown(
  floats: Float32Array,
  count: number,
  at: Readonly<Record<'value' | 'gradient' | 'newValue', number>>,
  rate: number,
): void {
  const [value, gradient, to] = [at.value >>> 2, at.gradient >>> 2, at.newValue >>> 2];
  const single = Math.fround(rate);
  for (let i = 0; i < count; i++)
    floats[to + i] = floats[value + i]! - Math.fround(single * floats[gradient + i]!);
}

/** Within [-1, 1]; what is no number stays none. */
function bound(floats: Float32Array, address: number, count: number): void {
  const from = address >>> 2;
  for (let i = from; i < from + count; i++) {
    const value = floats[i]!;
    if (value > 1) floats[i] = 1;
    else if (value < -1) floats[i] = -1;
  }
}
