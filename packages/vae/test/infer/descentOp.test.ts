import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { adamUpdate } from '@rnp/nn';
import { adamAttributes } from '@rnp/nn/kernels';
import { leakedTensors } from '@rnp-tools/testing';
import { amount } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { betterRows } from '../../src/infer/betterRows.js';
import { descended } from '../../src/infer/descentOp.js';
import type { DescentTensors } from '../../src/infer/descentTensors.js';

const settings = { learningRate: 0.05, clipValue: null, beta1: 0.8, beta2: 0.9 };

/** Values of both signs, some beyond the bounds; never twice the same. */
let at = 0;
const some = (shape: number[], scale = 1): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => scale * Math.sin(at++ * at)),
    shape,
  );

/** A batch of trees with a program, and states and actions of `nodes` children; a row of no number where an energy is none. */
function tensorsOf(batch: number, latent: number, nodes: number, withMoments = true): DescentTensors {
  const shapes = [
    [batch, latent],
    [batch, nodes, latent],
    [batch, nodes, 6],
  ];
  const each = (scale?: number): tf.Tensor[] => shapes.map((shape) => some(shape, scale));
  const n = shapes.reduce((sum, shape) => sum + tf.util.sizeFromShape(shape), 0);
  return {
    table: some([batch, 4]),
    least: some([batch, 4]),
    values: each(1.1),
    best: each(),
    gradients: each(3),
    moments: withMoments ? tf.concat([some([n]), tf.abs(some([n]))]) : null,
  };
}

const rateOf = (learningRate: number): number => adamAttributes(3, { ...settings, learningRate }).rate;
const attributes = {
  rates: [rateOf(0.05), rateOf(0.05), rateOf(0.03)],
  bounded: [false, false, true],
  adam: adamAttributes(3, settings),
};

const numbers = (x: tf.Tensor): number[] => Array.from(x.dataSync());

describe.each(['cpu', 'wasm'] as const)('a step of a descent on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('golden values: the better row is kept, and values go down by their rates, within bounds', () => {
    const one = (...values: number[]): tf.Tensor => tf.tensor2d(values, [1, values.length]);
    const next = descended(
      {
        table: one(1),
        least: one(2),
        values: [one(0.5, -0.25), one(0.75, -0.75)],
        best: [one(9, 9), one(8, 8)],
        gradients: [one(1, -2), one(-4, 4)],
        moments: null,
      },
      { rates: [0.5, 0.25], bounded: [false, true], adam: null },
    );
    expect(numbers(next.least)).toEqual([1]);
    expect(next.best.map(numbers)).toEqual([
      [0.5, -0.25],
      [0.75, -0.75],
    ]);
    expect(next.values.map(numbers)).toEqual([
      [0, 0.75],
      [1, -1],
    ]);
    expect(next.moments).toBeNull();
    tf.dispose(next as unknown as tf.TensorContainer);
  });

  test('it is what betterRows and adamUpdate make, to the last bit, of any sizes', () => {
    for (let round = 0; round < amount(6, 60); round++) {
      const given = tensorsOf(1 + (round % 4), 1 + (round % 7), 1 + (round % 3));
      const { table, least, values, best, gradients, moments } = given;
      const wanted = tf.tidy(() => {
        const kept = betterRows([table, ...values], [least, ...best]);
        let offset = 0;
        const moved = values.map((value, i) => {
          const half = moments!.size / 2;
          const own = (from: number): tf.Tensor =>
            tf.reshape(tf.slice(moments!, [from + offset], [value.size]), value.shape);
          const state = { first: { w: own(0) }, second: { w: own(half) }, updates: 2 };
          offset += value.size;
          const { parameters, state: after } = adamUpdate({ w: value }, { w: gradients[i]! }, state, {
            ...settings,
            learningRate: i === 2 ? 0.03 : 0.05,
            factor: tf.scalar(1),
          });
          return [
            i === 2 ? tf.clipByValue(parameters.w!, -1, 1) : parameters.w!,
            after.first.w!,
            after.second.w!,
          ];
        });
        return {
          kept: kept.map(numbers),
          values: moved.map(([value]) => numbers(value!)),
          moments: [1, 2].flatMap((kind) => moved.flatMap((of) => numbers(of[kind]!))),
        };
      });
      const next = descended(given, attributes);
      expect([next.least, ...next.best].map(numbers)).toEqual(wanted.kept);
      expect(next.values.map(numbers)).toEqual(wanted.values);
      expect(numbers(next.moments!)).toEqual(wanted.moments);
      expect(next.values.map(({ shape }) => shape)).toEqual(given.values.map(({ shape }) => shape));
      tf.dispose([given, next] as unknown as tf.TensorContainer);
    }
  });

  test('an energy that is no number is never better, and a value that is none stays none', () => {
    const given = tensorsOf(2, 2, 1);
    const nan = tf.fill([2, 4], Number.NaN);
    const next = descended(
      { ...given, table: nan, gradients: given.gradients.map((x) => tf.fill(x.shape, Number.NaN)) },
      attributes,
    );
    for (const value of next.values) expect(numbers(value).every(Number.isNaN)).toBe(true);
    const other = tensorsOf(2, 2, 1);
    const wanted = [other.least, ...other.best].map(numbers);
    const kept = descended({ ...other, table: nan }, attributes);
    expect([kept.least, ...kept.best].map(numbers)).toEqual(wanted);
  });

  test('what another tensor stands on keeps its values; a tree may be its own best; nothing leaks', async () => {
    const given = tensorsOf(3, 3, 2);
    const { table, values, gradients, moments } = given;
    const [old, clones] = [values.map(numbers), [...values, moments!].map((x) => tf.clone(x))];
    const averages = numbers(moments!);
    const step = () =>
      descended({ table, least: table, values, best: values, gradients, moments }, attributes);
    const next = step();
    expect(next.best.map(numbers)).toEqual(old);
    expect(clones.slice(0, -1).map(numbers)).toEqual(old);
    expect(numbers(clones.at(-1)!)).toEqual(averages);
    expect(await leakedTensors(() => tf.dispose(step() as unknown as tf.TensorContainer))).toBe(0);
  });
});
