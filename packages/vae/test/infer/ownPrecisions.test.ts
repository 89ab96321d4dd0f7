import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { composedOn } from '@rnp-tools/testing/long';
import {
  createConvVae,
  evaluate,
  infer,
  inferSteps,
  learnPrecisions,
  type Precisions,
  type Rnp,
  sampleTrees,
  train,
  treeBounds,
} from '../../src/index.js';
import { boldRnp } from '../boldRnp.js';
import { strokeData } from '../strokeData.js';
import { strokes } from '../strokes.js';

const shape: readonly [number, number, number] = [12, 12, 1];
const own: Precisions = { pixels: 20, top: 2, states: [3, 5], actions: 40 };

describe.each(composedOn)('precisions that a model has on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('are what infer, inferSteps, evaluate and treeBounds take unless told otherwise', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const pixels = (await images.data()) as Float32Array;
    const found = async (given?: Partial<Precisions>): Promise<unknown> => {
      const told = given === undefined ? {} : { precisions: given };
      const { trees, energies } = await infer(model, images, { steps: 2, ...told });
      const steps: unknown[] = [];
      for await (const { energies: now } of inferSteps(model, images, { steps: 2, ...told })) steps.push(now);
      const bounds = await treeBounds(model, trees, images, { samples: 1, ...told });
      const options = { inferred: { steps: 2, ...told }, bound: { samples: 1, ...told } };
      return { energies, steps, bounds, measured: await evaluate(model, [pixels], options) };
    };
    const [asDefault, asOwn] = [await found(), await found(own)];
    expect(asOwn).not.toEqual(asDefault);
    const other = await found({ ...own, pixels: 5 });
    model.precisions = own;
    expect(await found()).toEqual(asOwn);
    // What is said wins, and what is not is the model's.
    expect(await found({ pixels: 5 })).toEqual(other);
    model.precisions = null;
    expect(await found()).toEqual(asDefault);
    model.dispose();
    images.dispose();
  });

  test('count for the levels that are freed', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const energiesOf = async (free: 'top' | 'parts', precisions?: Precisions): Promise<unknown> =>
      (await infer(model, images, { free, steps: 2, ...(precisions && { precisions }) })).energies;
    const parts = await energiesOf('parts', { ...own, states: [3] });
    const top = await energiesOf('top', { ...own, states: 1 });
    model.precisions = own;
    expect(await energiesOf('parts')).toEqual(parts);
    expect(await energiesOf('top')).toEqual(top);
    model.dispose();
    images.dispose();
  });

  test('are the deviations of sampled trees, unless noise says how large they are', async () => {
    const model = boldRnp();
    const asNoise = await sampled(model, { noise: 0.3 });
    const asOwn = await sampled(model, { precisions: own });
    model.precisions = own;
    expect(await sampled(model)).toEqual(asOwn);
    expect(await sampled(model, { noise: 0.3 })).toEqual(asNoise);
    model.dispose();
  });

  test('leave what is learned of the model as it is: the same call learns the same', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const quick = { rounds: 1, steps: 1, samples: 1 };
    const first = await learnPrecisions(model, images, quick);
    model.precisions = first;
    expect(model.precisions).toEqual(first);
    expect(await learnPrecisions(model, images, quick)).toEqual(first);
    model.dispose();
    images.dispose();
  });

  test('parts cost in units of the pixels’ precision: an energy in other units keeps the same parts', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const kept = async (): Promise<readonly number[]> => {
      const { trees } = await infer(model, images, { steps: 3, presence: { steps: 2 } });
      return trees.map(({ root }) => root.children.length);
    };
    const asDefault = await kept();
    model.precisions = { pixels: 16, top: 1.6, states: 1.6, actions: 1.6 };
    expect(await kept()).toEqual(asDefault);
    model.dispose();
    images.dispose();
  });

  test('end with the weights that they were learned with', async () => {
    const model = boldRnp();
    model.precisions = own;
    for await (const _ of train(model, strokeData(shape), { steps: 1, batchSize: 2 })) {
      // Until the end.
    }
    expect(model.precisions).toBeNull();
    model.dispose();
  });
});

async function sampled(model: Rnp, how: object = {}): Promise<readonly unknown[]> {
  const samples: unknown[] = [];
  for await (const { tree } of sampleTrees(model, { count: 2, seed: 1, ...how })) samples.push(tree);
  return samples;
}

describe('what a model does not take as its precisions', () => {
  test.each<[string, unknown, string]>([
    ['one left out', { ...own, top: undefined }, 'precisions.top'],
    ['one of 0', { ...own, pixels: 0 }, 'precisions.pixels'],
    ['one too large', { ...own, states: [1, 2e6] }, 'precisions.states[1]'],
    ['a level too few', { ...own, actions: [1] }, 'precisions.actions'],
    ['an unknown kind', { ...own, parts: 1 }, 'precisions.parts'],
    ['a word', 'learned', 'precisions'],
  ])('%s', async (_, precisions, path) => {
    await useBackend('cpu');
    const model = boldRnp();
    const attempt = (): void => {
      model.precisions = precisions as Precisions;
    };
    expect(attempt).toThrow(expect.objectContaining({ code: 'RNP_CONFIG', path }));
    expect(model.precisions).toBeNull();
    model.dispose();
  });

  test('any, without parts', async () => {
    await useBackend('cpu');
    const model = createConvVae({ imageShape: [8, 8, 1], latent: 4 });
    const attempt = (): void => {
      model.precisions = own;
    };
    expect(attempt).toThrow(/recursive neural program/);
    model.dispose();
  });

  test('a change of what was given: the model has its own copy', async () => {
    await useBackend('cpu');
    const model = boldRnp();
    const states = [1, 2];
    model.precisions = { ...own, states };
    states[0] = -1;
    expect(model.precisions?.states).toEqual([1, 2]);
    model.dispose();
  });
});
