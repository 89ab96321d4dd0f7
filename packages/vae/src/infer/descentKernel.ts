import type { OpForm } from '@rnp/backend';
import { inPlace, nnModule, runAdam, type SharedData } from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { keepBetterRows } from './betterRows.js';
import { type DescentAttributes, listed } from './descentTensors.js';

/** A step of Adam's descent: one call for what were a dozen kernels of some hundred numbers each. */
export const wasmDescent: OpForm = /* @__PURE__ */ nnModule.form((wasm, host) => ({
  forward: ({ inputs, attrs, backend }) => {
    const attributes = attrs as unknown as DescentAttributes;
    const given = listed(inputs as unknown as tf.TensorInfo[], attributes);
    const next = (info: tf.TensorInfo): tf.TensorInfo =>
      inPlace(info, backend as SharedData) ?? host.output(info.shape, 'float32');
    const kept = [given.least, ...given.best].map(next);
    const values = given.values.map(next);
    const moments = next(given.moments!);
    const floats = new Float32Array(host.memory().buffer);
    const better = [given.table, ...given.values];
    keepBetterRows(host, floats, kept, better, [given.least, ...given.best]);
    const { adam, rates, bounded } = attributes;
    const half = 2 * moments.shape[0]!;
    let [from, at] = [given.moments!, moments].map(host.address) as [number, number];
    values.forEach((to, i) => {
      const count = tf.util.sizeFromShape(to.shape);
      const newValue = host.address(to);
      const places = {
        value: host.address(given.values[i]!),
        gradient: host.address(given.gradients[i]!),
        first: from,
        second: from + half,
        newValue,
        newFirst: at,
        newSecond: at + half,
      };
      runAdam(wasm, count, places, 1, { ...adam!, rate: rates[i]! });
      if (bounded[i]) bound(floats, newValue, count);
      from += 4 * count;
      at += 4 * count;
    });
    return [...kept, ...values, moments];
  },
}));

/** Within [-1, 1]; what is no number stays none. */
function bound(floats: Float32Array, address: number, count: number): void {
  const from = address >>> 2;
  for (let i = from; i < from + count; i++) {
    const value = floats[i]!;
    if (value > 1) floats[i] = 1;
    else if (value < -1) floats[i] = -1;
  }
}
