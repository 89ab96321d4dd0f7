import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { adamUpdate, globalNorm, initAdam, type Parameters } from '../../src/index.js';
import { adamOfJoined, joinedGradients, joinedNorm } from '../../src/kernels.js';

beforeAll(() => useBackend('cpu'));

const shapes = {
  'a/kernel': [3, 2],
  'a/bias': [2],
  'b/kernel': [3, 4],
  'b/bias': [4],
  'b/third': [3, 1],
  'c/kernel': [2, 2, 2],
  'c/large': [400, 400],
} as const;

function drawn(seed: number): Record<keyof typeof shapes, tf.Tensor> {
  const entries = Object.entries(shapes).map(([name, shape], i) => [
    name,
    tf.randomNormal([...shape], 0, 1, 'float32', seed + i),
  ]);
  return Object.fromEntries(entries);
}

const penalised = { a: ['a/kernel', 'a/bias'], b: ['b/kernel', 'b/bias', 'b/third'] };

/** The same by name, one weight after the other. */
function withPenalties(
  parameters: Parameters,
  gradients: Parameters,
  factors: Record<'a' | 'b', number>,
): Parameters {
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => {
      const factor = (factors as Record<string, number>)[name[0]!] ?? 0;
      return [name, tf.add(gradient, tf.mul(parameters[name]!, factor))];
    }),
  );
}

test.each([false, true])('norm and update as of gradients by name, with penalties: %s', (penalties) => {
  const factors = penalties ? { a: 0.3, b: -1.5 } : { a: 0, b: 0 };
  tf.tidy(() => {
    const [parameters, gradients] = [drawn(1), drawn(100)];
    const whole = withPenalties(parameters, gradients, factors);
    const groups = joinedGradients(
      parameters,
      gradients,
      penalties
        ? (['a', 'b'] as const).map((key) => ({ names: penalised[key], factor: tf.scalar(factors[key]) }))
        : [],
    );
    expect(groups.flatMap(({ names }) => names).sort()).toEqual(Object.keys(shapes).sort());
    const norm = joinedNorm(groups).dataSync()[0]!;
    expect(norm / globalNorm(Object.values(whole)).dataSync()[0]!).toBeCloseTo(1, 6);
    const options = { learningRate: 0.01, factor: tf.scalar(0.5), clipValue: null };
    const joined = adamOfJoined(parameters, groups, initAdam(parameters), options);
    const named = adamUpdate(parameters, whole, initAdam(parameters), options);
    expect(joined.state.updates).toBe(1);
    for (const name of Object.keys(shapes)) {
      for (const kind of ['parameters', 'first', 'second'] as const) {
        const of = (made: typeof named): tf.Tensor =>
          kind === 'parameters' ? made.parameters[name]! : made.state[kind][name]!;
        expect(of(joined).shape).toEqual(of(named).shape);
        const apart = tf.max(tf.abs(tf.sub(of(joined), of(named)))).dataSync()[0]!;
        expect(apart).toBeLessThan(1e-6);
      }
    }
  });
});

test('a weight that is not trained stays as it is, and no tensor is left', async () => {
  const left = await leakedTensors(() => {
    tf.tidy(() => {
      const parameters = drawn(1);
      const gradients = { ...drawn(100), 'a/kernel': null };
      const groups = joinedGradients(parameters, gradients, [{ names: penalised.a, factor: tf.scalar(2) }]);
      const options = { learningRate: 0.01, factor: tf.scalar(1), clipValue: null };
      const next = adamOfJoined(parameters, groups, initAdam(parameters), options);
      expect([...next.parameters['a/kernel']!.dataSync()]).toEqual([...parameters['a/kernel'].dataSync()]);
      expect([...next.state.first['a/kernel']!.dataSync()]).toEqual(Array(6).fill(0));
      expect([...next.parameters['a/bias']!.dataSync()]).not.toEqual([...parameters['a/bias'].dataSync()]);
    });
  });
  expect(left).toBe(0);
});
