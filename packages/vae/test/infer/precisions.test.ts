import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { evaluate, infer, type Precisions } from '../../src/index.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';

const shape: readonly [number, number, number] = [12, 12, 1];

describe.each(composedOn)('precisions and energies by level on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('each level has its own precision', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const { trees } = await infer(model, images, { steps: 4 });
    const energiesAt = async (precisions: Partial<Precisions>) =>
      (await infer(model, images, { start: trees, steps: 0, precisions })).energies;
    const ones = await energiesAt({ states: 1, actions: 1 });
    const own = await energiesAt({ states: [2, 3], actions: [0.5, 0] });
    own.forEach(({ states, actions, total, pixels, top }, i) => {
      const [one, expected] = [ones[i]!, [...ones[i]!.states.map((e, k) => e * [2, 3][k]!)]];
      states.forEach((e, k) => {
        expect(e).toBeCloseTo(expected[k]!, 4);
      });
      expect(states[0]).toBeGreaterThan(0);
      expect(actions[0]).toBeCloseTo(one.actions[0]! / 2, 4);
      expect(actions[1]).toBe(0);
      expect(total).toBeCloseTo(
        [pixels, top, ...states, ...actions].reduce((sum, e) => sum + e),
        3,
      );
    });
    const same = await energiesAt({ states: [0.3, 0.3] });
    expect(same).toEqual(await energiesAt({ states: 0.3 }));
    model.dispose();
    images.dispose();
  });

  test('a level of little precision departs further', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const offAt = async (states: readonly number[]): Promise<number> => {
      const { trees } = await infer(model, images, { steps: 20, precisions: { states } });
      const parts = trees.flatMap(({ root }) => root.children);
      return parts
        .flatMap(({ program, predicted }) => program.map((z, i) => (z - predicted!.program[i]!) ** 2))
        .reduce((sum, square) => sum + square, 0);
    };
    expect(await offAt([0.01, 0.1])).toBeGreaterThan(4 * (await offAt([100, 0.1])));
    model.dispose();
    images.dispose();
  });

  test('evaluate tells the mean of what infer tells of each image', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const pixels = images.dataSync() as Float32Array;
    const inferred = { steps: 3 };
    const { energies } = await infer(model, images, inferred);
    const { energy } = await evaluate(model, [pixels], { inferred });
    const mean = (values: readonly number[]): number => values.reduce((sum, e) => sum + e, 0) / values.length;
    expect(energy!.total).toBeCloseTo(mean(energies.map(({ total }) => total)), 6);
    expect(energy!.states[1]).toBeCloseTo(mean(energies.map(({ states }) => states[1]!)), 6);
    expect(energy!.actions).toHaveLength(2);
    expect((await evaluate(model, [pixels])).energy).toBeNull();
    model.dispose();
    tf.dispose(images);
  });
});

test.each<[string, Partial<Precisions>, string, RegExp]>([
  ['one too many', { states: [1, 1, 1] }, 'precisions.states', /has 3 for 2 levels freed/],
  ['none', { actions: [] }, 'precisions.actions', /has 0 for 2 levels/],
  ['a negative one', { states: [1, -1] }, 'options.precisions.states[1]', /-1/],
])('%s is refused', async (_, precisions, path, message) => {
  await useBackend('cpu');
  const model = boldRnp();
  const images = strokes(1, shape);
  const refusal = infer(model, images, { precisions });
  await expect(refusal).rejects.toMatchObject({ code: 'RNP_CONFIG', path });
  await expect(refusal).rejects.toThrow(message);
  model.dispose();
  images.dispose();
});
