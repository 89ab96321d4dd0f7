import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { ParseTree } from '@rnp/recursive-decoder';
import { leakedTensors } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import { type Bound, createConvVae, evaluate, treeBounds } from '../../src/index.js';
import { boldRnp } from '../boldRnp.js';
import { strokes, strokeValues } from '../strokes.js';

const shape: readonly [number, number, number] = [12, 12, 1];

describe.each(composedOn)('bounds that evaluate tells on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each([
    ['inferred trees', { steps: 3 }],
    ['trees of one look', undefined],
  ])('of %s: the mean of what treeBounds says of each image', async (_, inferred) => {
    const model = boldRnp();
    const [images, pixels] = [strokes(3, shape), strokeValues(3, shape)];
    const trees: ParseTree[] = [];
    const bound = { precisions: { states: [2, 3], actions: 4 }, samples: 2, seed: 5 };
    const { bound: told } = await evaluate(model, [pixels], {
      bound,
      ...(inferred && { inferred }),
      onTrees: (some) => trees.push(...some),
    });
    const each = await treeBounds(model, trees, images, bound);
    const mean = (of: (bound: Bound) => number): number =>
      each.map(of).reduce((sum, value) => sum + value, 0) / 3;
    expect(told!.total).toBeCloseTo(
      mean(({ total }) => total),
      4,
    );
    expect(told!.top).toBeCloseTo(
      mean(({ top }) => top),
      4,
    );
    expect(told!.states).toEqual(
      [0, 1].map((k) =>
        expect.closeTo(
          mean(({ states }) => states[k]!),
          4,
        ),
      ),
    );
    expect(told!.actions).toHaveLength(2);
    expect(told!.pixels - told!.top - told!.total).toBeCloseTo(
      [...told!.states, ...told!.actions].reduce((sum, kl) => sum + kl),
      6,
    );
    model.dispose();
    images.dispose();
  });

  test('is not measured unless asked for; it leaks nothing, and stops when told', async () => {
    const model = boldRnp();
    const pixels = strokeValues(2, shape);
    expect((await evaluate(model, [pixels])).bound).toBeNull();
    const leaked = await leakedTensors(async () => {
      await evaluate(model, [pixels], { bound: { samples: 1 } });
      const stop = new AbortController();
      const onTrees = (): void => stop.abort(new Error('enough'));
      const stopped = evaluate(model, [pixels], { bound: {}, onTrees, signal: stop.signal });
      await expect(stopped).rejects.toThrow('enough');
    });
    expect(leaked).toBe(0);
    model.dispose();
  });
});

test.each([
  ['an unknown option', { bound: { sample: 1 } }, 'options.bound.sample'],
  ['a signal of its own', { bound: { signal: AbortSignal.abort() } }, 'options.bound.signal'],
  ['a level too many', { bound: { precisions: { states: [1, 1, 1] } } }, 'precisions.states'],
  ['parts that may be absent', { bound: {}, inferred: { presence: {} } }, 'options.bound'],
])('%s is refused before anything is measured', async (_, options, path) => {
  await useBackend('cpu');
  const model = boldRnp();
  let begun = false;
  const batches = {
    *[Symbol.iterator]() {
      begun = true;
      yield strokeValues(1, shape);
    },
  };
  await expect(evaluate(model, batches, options as never)).rejects.toMatchObject({
    code: 'RNP_CONFIG',
    path,
  });
  expect(begun).toBe(false);
  model.dispose();
});

test('a model without parts has no bound by level', async () => {
  const whole = createConvVae({ imageShape: shape, latent: 4 }, { seed: 3 });
  const measuring = evaluate(whole, [strokeValues(1, shape)], { bound: {} });
  await expect(measuring).rejects.toMatchObject({ code: 'RNP_CONFIG', path: 'model' });
  whole.dispose();
});
