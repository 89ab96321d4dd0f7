import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { adamUpdate, clipFactor, globalNorm, initAdam } from '../../src/index.js';

const attributes = { rate: 0.01, epsilon: 1e-8, beta1: 0.9, beta2: 0.999, limit: 0.4 };

describe.each(['cpu', 'wasm'] as const)('Adam on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('the first two updates, by hand', () => {
    // With g = 1 then −1: m = 0.1, −0.01; v = 0.001, 0.001999; bias-corrected steps 1 and −0.0526….
    tf.tidy(() => {
      const options = { learningRate: 0.1, factor: tf.scalar(1), clipValue: null };
      const start = { w: tf.tensor1d([2]) };
      const one = adamUpdate(start, { w: tf.tensor1d([1]) }, initAdam(start), options);
      expect(one.parameters.w!.dataSync()[0]).toBeCloseTo(1.9, 5);
      const two = adamUpdate(one.parameters, { w: tf.tensor1d([-1]) }, one.state, options);
      const step = -0.01 / (1 - 0.81) / Math.sqrt(0.001999 / (1 - 0.998001));
      expect(two.parameters.w!.dataSync()[0]).toBeCloseTo(1.9 - 0.1 * step, 5);
      expect(two.state.updates).toBe(2);
    });
  });

  test('the first two updates with averages that forget sooner, by hand', () => {
    // With g = 1 then −1: m = 0.2, −0.04; v = 0.1, 0.19.
    tf.tidy(() => {
      const options = { learningRate: 0.1, factor: tf.scalar(1), clipValue: null, beta1: 0.8, beta2: 0.9 };
      const start = { w: tf.tensor1d([2]) };
      const one = adamUpdate(start, { w: tf.tensor1d([1]) }, initAdam(start), options);
      expect(one.parameters.w!.dataSync()[0]).toBeCloseTo(1.9, 5);
      const two = adamUpdate(one.parameters, { w: tf.tensor1d([-1]) }, one.state, options);
      const step = -0.04 / (1 - 0.64) / Math.sqrt(0.19 / (1 - 0.81));
      expect(two.parameters.w!.dataSync()[0]).toBeCloseTo(1.9 - 0.1 * step, 5);
    });
  });

  test.each([
    ['beta1', -0.1],
    ['beta1', 1],
    ['beta2', 1],
    ['beta2', Number.NaN],
  ])('%s of %d is refused by name', (name, value) => {
    tf.tidy(() => {
      const start = { w: tf.tensor1d([2]) };
      const options = { learningRate: 0.1, factor: tf.scalar(1), clipValue: null, [name]: value };
      expect(() => adamUpdate(start, { w: tf.tensor1d([1]) }, initAdam(start), options)).toThrow(
        expect.objectContaining({ code: 'RNP_CONFIG', path: `settings.${name}` }),
      );
    });
  });

  test('a weight without gradient stays as it is', () => {
    tf.tidy(() => {
      const start = { w: tf.tensor1d([2, 3]) };
      const options = { learningRate: 0.1, factor: tf.scalar(1), clipValue: null };
      const next = adamUpdate(start, { w: null }, initAdam(start), options);
      expect([...next.parameters.w!.dataSync()]).toEqual([2, 3]);
    });
  });

  test('a gradient that is missing or of no weight is refused by name, and the state is untouched', () => {
    tf.tidy(() => {
      const start = { weight: tf.tensor1d([2, 3]), bias: tf.tensor1d([1]) };
      const options = { learningRate: 0.1, factor: tf.scalar(1), clipValue: null };
      const state = initAdam(start);
      const [weight, bias] = [tf.ones([2]), tf.ones([1])];
      const refused = (gradients: Record<string, tf.Tensor | null>, message: string): void =>
        expect(() => adamUpdate(start, gradients, state, options)).toThrow(
          expect.objectContaining({ code: 'RNP_WEIGHTS', message }),
        );
      refused({ weight }, 'gradients["bias"]: is missing; give null for a weight that is not trained');
      refused(
        { weight, bias, wieght: weight },
        'gradients["wieght"]: is the gradient of no weight. Did you mean weight?',
      );
      const next = adamUpdate(start, { weight, bias: null }, state, options);
      expect([...next.parameters.bias!.dataSync()]).toEqual([1]);
      expect(next.parameters.weight!.dataSync()[0]).toBeCloseTo(1.9, 5);
    });
  });

  test('the update of any size is as in float64', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 999 }), (size, seed) => {
        tf.tidy(() => {
          const draw = (offset: number): tf.Tensor => tf.randomNormal([size], 0, 1, 'float32', seed + offset);
          const inputs = {
            value: draw(0),
            gradient: draw(1),
            first: draw(2),
            second: tf.square(draw(3)),
          };
          const factor = tf.scalar(0.7) as tf.Scalar;
          // The update takes the weights and the state.
          const [values, gradients, firsts, seconds] = Object.values(inputs).map((one) => one.dataSync());
          const step = adamUpdate(
            { w: inputs.value },
            { w: inputs.gradient },
            { first: { w: inputs.first }, second: { w: inputs.second }, updates: 1e6 },
            { learningRate: attributes.rate, factor, clipValue: attributes.limit },
          );
          const actual = {
            value: step.parameters.w!,
            first: step.state.first.w!,
            second: step.state.second.w!,
          };
          const { rate, epsilon, beta1, beta2, limit } = attributes;
          for (let i = 0; i < size; i++) {
            const g = Math.max(-limit, Math.min(limit, 0.7 * gradients![i]!));
            const m = beta1 * firsts![i]! + (1 - beta1) * g;
            const v = beta2 * seconds![i]! + (1 - beta2) * g ** 2;
            const value = values![i]! - (rate * m) / (Math.sqrt(v) + epsilon);
            for (const [role, wanted] of Object.entries({ value, first: m, second: v }))
              expect(actual[role as keyof typeof actual].dataSync()[i]).toBeCloseTo(wanted, 5);
          }
        });
      }),
      { numRuns: 40 },
    );
  });

  test('the global norm is over all gradients; the factor brings it to the limit, never above 1', () => {
    tf.tidy(() => {
      const values = Float32Array.from({ length: 5000 }, (_, i) => Math.sin(i));
      const norm = globalNorm([tf.tensor1d(values), tf.tensor2d([[3, 4]])]);
      const expected = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) + 25);
      expect(norm.dataSync()[0]).toBeCloseTo(expected, 2);
      expect(clipFactor(norm, 10).dataSync()[0]! * expected).toBeCloseTo(10, 3);
      expect(clipFactor(norm, 1000).dataSync()[0]).toBe(1);
      expect(clipFactor(norm, null).dataSync()[0]).toBe(1);
    });
  });

  test('not a number stays not a number', () => {
    tf.tidy(() => {
      const start = { w: tf.tensor1d([1, 1, 1, 1, 1]) };
      const gradient = tf.tensor1d([0, Number.NaN, 0, 0, Number.NaN]);
      const options = { learningRate: 0.1, factor: tf.scalar(1), clipValue: 0.1 };
      const values = [
        ...adamUpdate(start, { w: gradient }, initAdam(start), options).parameters.w!.dataSync(),
      ];
      expect(values.map(Number.isNaN)).toEqual([false, true, false, false, true]);
    });
  });

  test('the moments are taken over; clones made before keep their values', () => {
    tf.tidy(() => {
      const start = { w: tf.tensor1d([2, 3]), unused: tf.tensor1d([1]) };
      const options = { learningRate: 0.1, factor: tf.scalar(1) as tf.Scalar, clipValue: null };
      const gradients = { w: tf.tensor1d([1, 1]), unused: null };
      const one = adamUpdate(start, gradients, initAdam(start), options);
      const kept = tf.clone(one.state.first.w!);
      const two = adamUpdate(one.parameters, gradients, one.state, options);
      const three = adamUpdate(two.parameters, gradients, two.state, options);
      expect(one.state.first.w!.isDisposed && two.state.second.w!.isDisposed).toBe(true);
      expect(three.state.first.unused!.isDisposed).toBe(false);
      expect(kept.dataSync()[0]).toBeCloseTo(0.1, 6);
      expect(three.state.first.w!.dataSync()[1]).toBeCloseTo(0.1 + 0.09 + 0.081, 6);
      expect([...start.w.dataSync()]).toEqual([2, 3]);
    });
  });

  test('nothing leaks', async () => {
    expect(
      await leakedTensors(() => {
        const start = { w: tf.tensor1d([2, 3]) };
        const gradient = tf.tensor1d([1, 1]);
        const norm = globalNorm([gradient]);
        const factor = clipFactor(norm, 1);
        const state = initAdam(start);
        const options = { learningRate: 0.1, factor, clipValue: 0.1 };
        const next = adamUpdate(start, { w: gradient }, state, options);
        tf.dispose([start, gradient, norm, factor] as tf.TensorContainer);
        const { first, second } = next.state;
        tf.dispose([next.parameters, first, second] as tf.TensorContainer);
      }),
    ).toBe(0);
  });
});
