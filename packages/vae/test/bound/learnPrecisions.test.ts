import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { ParseTree } from '@rnp/recursive-decoder';
import { leakedTensors } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import type * as tf from '@tensorflow/tfjs-core';
import { estimatedPrecisions } from '../../src/bound/estimatedPrecisions.js';
import {
  infer,
  type LearnPrecisionsProgress,
  learnPrecisions,
  type Precisions,
  type Rnp,
  sampleTrees,
  treeBounds,
} from '../../src/index.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';

const shape: readonly [number, number, number] = [12, 12, 1];
const quick = { rounds: 2, steps: 3, samples: 1 } as const;

describe('the estimate of what was measured, by hand', () => {
  const sizes = { pixels: 4, blocks: [3, 2, 5] };
  const before: Precisions = { pixels: 10, top: 1, states: [1], actions: [1] };

  test('a variance is that of the posterior and the mean squared distance a number', () => {
    const moments = [
      [0.4, 6, 0.2, 1],
      [0.8, 3, 0.4, 2],
    ];
    const deviations = [
      [0.5, 0.1, 0.2],
      [0.5, 0.3, 0.4],
    ];
    const all = ['pixels', 'top', 'states', 'actions'] as const;
    const { pixels, top, states, actions } = estimatedPrecisions({ moments, deviations }, sizes, before, all);
    // Pixels were seen: no posterior. (0.4 + 0.8) / 2 / 4
    expect(pixels).toBeCloseTo(1 / 0.15, 9);
    // 0.25 + 4.5 / 3
    expect(top).toBeCloseTo(1 / 1.75, 9);
    // (0.01 + 0.09) / 2 + 0.3 / 2
    expect(states).toEqual([expect.closeTo(1 / 0.2, 9)]);
    // (0.04 + 0.16) / 2 + 1.5 / 5
    expect(actions).toEqual([expect.closeTo(1 / 0.4, 9)]);
  });

  test('what is not learned stays, and no precision leaves the range of infer', () => {
    const still = { moments: [[0, 0, 0, 0]], deviations: [[0.1, 0, 1e9]] };
    expect(estimatedPrecisions(still, sizes, before, ['states', 'actions'])).toEqual({
      ...before,
      states: [1e6],
      actions: [1e-6],
    });
  });
});

describe.each(composedOn)('precisions learned on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('the bound of the images rises round by round; precisions are by level and the top program’s stays', async () => {
    const model = boldRnp();
    const images = strokes(6, shape);
    const told: LearnPrecisionsProgress[] = [];
    const precisions = await learnPrecisions(model, images, {
      rounds: 3,
      steps: 10,
      onProgress: (progress) => told.push(progress),
    });
    expect(told.map(({ round, rounds }) => [round, rounds])).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(told[2]!.precisions).toEqual(precisions);
    expect(told[1]!.bound.total).toBeGreaterThan(told[0]!.bound.total);
    expect(told[2]!.bound.total).toBeGreaterThan(told[1]!.bound.total);
    expect(precisions.top).toBe(1);
    expect([precisions.states, precisions.actions]).toEqual([
      [expect.any(Number), expect.any(Number)],
      [expect.any(Number), expect.any(Number)],
    ]);
    // They are what infer and treeBounds take.
    const of = async (given: Partial<Precisions>): Promise<number> => {
      const { trees } = await infer(model, images, { steps: 10, precisions: given });
      const bounds = await treeBounds(model, trees, images, { precisions: given });
      return bounds.reduce((sum, { total }) => sum + total, 0) / 6;
    };
    expect(await of(precisions)).toBeGreaterThan(await of({ pixels: 10, top: 1, states: 1, actions: 1 }));
    model.dispose();
    images.dispose();
  });

  test('finds the deviations by which trees were sampled, where the images show them', async () => {
    const model = boldRnp();
    const noise = 0.3;
    const { images, trees } = await sampled(model, noise);
    // From the trees themselves, which no step moves: the distances are those of the samples.
    const precisions = await learnPrecisions(model, images, {
      rounds: 1,
      steps: 0,
      start: trees,
      learned: ['states'],
      precisions: { pixels: 1e6, states: 1e6, actions: 1e6 },
    });
    for (const precision of precisions.states as number[]) {
      expect(1 / Math.sqrt(precision) / noise).toBeGreaterThan(0.9);
      expect(1 / Math.sqrt(precision) / noise).toBeLessThan(1.1);
    }
    expect(precisions).toMatchObject({ pixels: 1e6, top: 1 });
    images.dispose();
    model.dispose();
  });

  test('the same seed gives the same, in batches as at once to float noise; another seed others', async () => {
    const model = boldRnp();
    const images = strokes(5, shape);
    const first = await learnPrecisions(model, images, { ...quick, seed: 4 });
    expect(await learnPrecisions(model, images, { ...quick, seed: 4 })).toEqual(first);
    expect(await learnPrecisions(model, images, { ...quick, seed: 5 })).not.toEqual(first);
    model.dispose();
    images.dispose();
  });

  test('leaks nothing, and stops when told', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    await learnPrecisions(model, images, quick);
    const leaked = await leakedTensors(async () => {
      await learnPrecisions(model, images, quick);
      const stop = new AbortController();
      const onProgress = (): void => stop.abort(new Error('enough'));
      const stopped = learnPrecisions(model, images, { ...quick, onProgress, signal: stop.signal });
      await expect(stopped).rejects.toThrow('enough');
    });
    expect(leaked).toBe(0);
    model.dispose();
    images.dispose();
  });
});

/** Samples of the prior with noise, and what they draw. */
async function sampled(
  model: Rnp,
  noise: number,
): Promise<{ readonly images: tf.Tensor4D; readonly trees: readonly ParseTree[] }> {
  const { tensor4d } = await import('@tensorflow/tfjs-core');
  const [trees, values]: [ParseTree[], number[]] = [[], []];
  for await (const { tree, drawing } of sampleTrees(model, { count: 40, seed: 2, noise })) {
    trees.push(tree);
    values.push(...drawing.map((value) => Math.min(1, Math.max(0, value))));
  }
  return { trees, images: tensor4d(values, [40, ...shape]) };
}

test.each([
  ['no round', { rounds: 0 }, 'options.rounds'],
  ['an unknown kind', { learned: ['state'] }, 'options.learned[0]'],
  ['nothing to learn', { learned: [] }, 'options.learned'],
  ['an unknown option', { round: 1 }, 'options.round'],
  ['a precision of 0', { precisions: { states: 0 } }, 'options.precisions.states'],
  ['a level too many', { precisions: { states: [1, 1, 1] } }, 'precisions.states'],
  ['no function', { onProgress: 1 }, 'options.onProgress'],
])('%s is refused', async (_, options, path) => {
  await useBackend('cpu');
  const model = boldRnp();
  const images = strokes(1, shape);
  await expect(learnPrecisions(model, images, options as never)).rejects.toMatchObject({
    code: 'RNP_CONFIG',
    path,
  });
  model.dispose();
  images.dispose();
});
