import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type Presence, parseTreeFromJson, renderTree } from '@rnp/recursive-decoder';
import { gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import { amount, composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import {
  deform,
  evaluate,
  type Inference,
  type InferOptions,
  infer,
  inferSteps,
  type RnpOptions,
} from '../../src/index.js';
import { energyTable, totals } from '../../src/infer/energy.js';
import { freeTreeOf, unrolledTree } from '../../src/infer/freeTree.js';
import { drawTrees } from '../../src/rnp/drawTrees.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';
import { expectWholeOnly } from './wholeOnly.js';

const shape: readonly [number, number, number] = [12, 12, 1];
const countsOf = ({ trees }: Inference): number[] => trees.map(({ root }) => root.children.length);
/** At the start, at the end of the first way down, after a round, and on the last way down. */
const moments: readonly number[] = [0, 4, 6, 10];
const quick: InferOptions = { steps: 4, learningRate: 0.1 };

describe.each(composedOn)('presence on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test("the energy's gradient agrees with finite differences where parts are absent", () => {
    const model = boldRnp({ childrenPerLevel: [2, 2] });
    tf.tidy(() => {
      const tree = freeTreeOf(model, normals([3, 4], 5) as tf.Tensor2D, 'all');
      const names = Object.keys(tree);
      const at = names.map((name, i) =>
        tf.add(tree[name]!, tf.mul(0.05, normals(tree[name]!.shape, 60 + i))),
      );
      const start = Object.fromEntries(names.map((name, i) => [name, at[i]!]));
      const presence: Presence = [
        [[true, false]],
        [
          [false, true],
          [true, true, false, true],
        ],
        [[false, false]],
      ];
      const { canvas } = drawTrees(unrolledTree(model, start, { presence }).unrolled, model.config, {
        parts: false,
      });
      const images = tf.add(canvas, tf.mul(0.2, strokes(3, shape))) as tf.Tensor4D;
      const precisions = { pixels: 1, top: 0.3, states: 0.7, actions: 2 };
      gradientCheck(
        (...values) => {
          const free = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
          return tf.sum(totals(energyTable(model, free, images, precisions, presence)));
        },
        at,
        { step: 2e-4, tolerance: 5e-2, directions: 2 },
      );
    });
    model.dispose();
  });

  test('steps before the first trial come on top of those after the last', async () => {
    const model = boldRnp();
    const presence = { cost: -1e6, steps: 2, before: 4 };
    const { step } = await infer(model, strokes(2, shape), { ...quick, steps: 1, presence });
    expect(step).toBe(4 + 2 + 1);
    model.dispose();
  });

  test.each<[string, Partial<RnpOptions>]>([
    ['two levels', {}],
    ['one level', { childrenPerLevel: [3], scaleOffset: 0.4 }],
  ])('%s: the more a part costs, the fewer there are, and no energy rises', async (_, options) => {
    const model = boldRnp(options);
    const images = strokes(3, shape);
    const parts = model.config.childrenPerLevel[0]!;
    const counts: number[][] = [];
    for (const cost of [-1e6, 0.2, 1e6]) {
      const path: Inference[] = [];
      for await (const now of inferSteps(model, images, {
        ...quick,
        presence: { cost, steps: 2, before: 4 },
      }))
        path.push(now);
      const steps = path.map(({ step }) => step);
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      expect(steps[0]).toBe(0);
      const last = path.at(-1)!;
      for (const [i, now] of path.entries()) {
        const had = countsOf(now);
        for (const [image, { total, parts: paid }] of now.energies.entries()) {
          expect(paid! / (cost * had[image]! || 1)).toBeCloseTo(had[image] === 0 ? 0 : 1, 6);
          if (i === 0) continue;
          const before = path[i - 1]!.energies[image]!.total;
          expect(total).toBeLessThanOrEqual(before + 1e-6 * Math.abs(before));
        }
      }
      counts.push(countsOf(last));
      // What is told is what the trees draw.
      for (const [i, tree] of last.trees.entries()) {
        const { data } = renderTree(tree, { height: 12, width: 12 });
        for (const [at, value] of last.drawings[i]!.entries()) expect(data[at]).toBeCloseTo(value, 3);
      }
    }
    expect(counts[0]).toEqual([parts, parts, parts]);
    expect(counts[2]).toEqual([0, 0, 0]);
    for (const [i, count] of counts[1]!.entries()) expect(count).toBeLessThanOrEqual(counts[0]![i]!);
    model.dispose();
    images.dispose();
  });

  test('an empty image has no part, and what a model draws itself has some', async () => {
    const model = boldRnp();
    const images = tf.tidy(() => {
      const own = model.reconstruct(strokes(1, shape));
      return tf.clipByValue(tf.concat([tf.zeros([1, ...shape]), own]), 0, 1) as tf.Tensor4D;
    });
    const found = await infer(model, images, { ...quick, presence: { cost: 0.01, steps: 2, before: 4 } });
    const [none, some] = countsOf(found);
    expect(none).toBe(0);
    expect(some).toBeGreaterThan(0);
    expect(found.squaredErrors[0]).toBe(0);
    expect(Math.max(...found.drawings[0]!)).toBe(0);
    model.dispose();
    images.dispose();
  });

  test('a tree that keeps its parts goes down in the trials, too, as far as those without one', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const presence = { cost: -1e6, steps: 12, before: 0 };
    const found = await infer(model, images, { ...quick, steps: 0, presence });
    const alike = await infer(model, images, { ...quick, steps: 12 });
    expect(countsOf(found)).toEqual(countsOf(alike));
    for (const [i, error] of found.squaredErrors.entries())
      expect(error / alike.squaredErrors[i]!).toBeCloseTo(1, 3);
    model.dispose();
    images.dispose();
  });

  test('a list has the cost of each further part', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const parts = model.config.childrenPerLevel[0]!;
    // All beyond the first cost too much, and the first earns to be there.
    const cost = [-1e6, ...new Array<number>(parts - 1).fill(1e6)];
    const found = await infer(model, images, { ...quick, presence: { cost, steps: 0, before: 4 } });
    expect(countsOf(found)).toEqual([1, 1]);
    expect(found.energies[0]!.parts).toBe(-1e6);
    model.dispose();
    images.dispose();
  });

  test.each(['top', 'parts', 'all'] as const)(
    'free %s: a saved tree draws and scores the same',
    async (free) => {
      const model = boldRnp();
      const images = strokes(3, shape);
      const parts = model.config.childrenPerLevel[0]!;
      const cost = [-1e6, ...new Array<number>(parts - 1).fill(1e6)];
      const found = await infer(model, images, { ...quick, free, presence: { cost, steps: 1, before: 4 } });
      const start = found.trees.map((tree) => parseTreeFromJson(JSON.stringify(tree)));
      expect(start).toEqual(found.trees);
      const again = await infer(model, images, { start, steps: 0, free });
      expect(again.trees).toEqual(found.trees);
      expect(again.drawings).toEqual(found.drawings);
      expect(again.squaredErrors).toEqual(found.squaredErrors);
      for (const [i, { total, parts: paid, ...terms }] of found.energies.entries()) {
        expect(again.energies[i]).toMatchObject(terms);
        expect(again.energies[i]!.total + paid!).toBeCloseTo(total, 2);
      }
      // Parts that are absent where it begins do not come back.
      const further = await infer(model, images, { start, ...quick, free });
      expect(countsOf(further)).toEqual([1, 1, 1]);
      const fewer = await infer(model, images, { start, ...quick, free, presence: { cost: 1e6, before: 4 } });
      expect(countsOf(fewer)).toEqual([0, 0, 0]);
      model.dispose();
      images.dispose();
    },
  );

  test('each image is explained for itself', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const one = tf.slice(images, [1], [1]);
    const presence = { cost: 0.2, steps: 2, before: 4 };
    const together = await infer(model, images, { ...quick, presence });
    const alone = await infer(model, one, { ...quick, presence });
    expect(countsOf(alone)[0]).toBe(countsOf(together)[1]);
    expect(alone.squaredErrors[0]! / together.squaredErrors[1]!).toBeCloseTo(1, 3);
    model.dispose();
    tf.dispose([images, one]);
  });

  test('no tensor is left: at the end, when it is left early, and when it is stopped', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const options = { ...quick, presence: { cost: 1e6, steps: 2, before: 4 } };
    expect(await leakedTensors(() => infer(model, images, options))).toBe(0);
    for (const until of backend === 'cpu' ? amount([6], moments) : moments) {
      const early = async (): Promise<void> => {
        for await (const { step } of inferSteps(model, images, options)) if (step >= until) break;
      };
      expect(await leakedTensors(early)).toBe(0);
      const stopped = async (): Promise<void> => {
        const controller = new AbortController();
        const stop = async (): Promise<void> => {
          for await (const { step } of inferSteps(model, images, { ...options, signal: controller.signal }))
            if (step >= until) controller.abort();
        };
        await expect(stop()).rejects.toThrow('abort');
      };
      expect(await leakedTensors(stopped)).toBe(0);
    }
    model.dispose();
    images.dispose();
  });

  test('measured: how many parts each image keeps, beside figures of what they draw', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const pixels = images.dataSync() as Float32Array;
    const presence = { cost: 0.2, steps: 2, before: 4 };
    const found = await infer(model, images, { ...quick, presence });
    const measured = await evaluate(model, [pixels.slice(0, 288), pixels.slice(288)], {
      inferred: { ...quick, presence },
    });
    expect(measured.partCounts).toEqual(countsOf(found));
    const sse = found.squaredErrors.reduce((a, b) => a + b) / 3;
    expect(measured.ssePerImage / sse).toBeCloseTo(1, 3);
    expect(measured.energy!.parts).toBeCloseTo((0.2 * countsOf(found).reduce((a, b) => a + b)) / 3, 6);
    expect((await evaluate(model, [pixels], { inferred: quick })).partCounts).toBeNull();
    model.dispose();
    images.dispose();
  });

  test('what counts on all parts refuses trees without some', async () => {
    await expectWholeOnly({ cost: 1e6, steps: 0, before: 0 }, 'trees[0].root');
  });

  test('trees without some parts are deformed as they are', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const { trees } = await infer(model, images, { ...quick, presence: { cost: 1e6, steps: 1, before: 4 } });
    const bent = await deform(model, trees, images, {
      stages: [{ blur: 1, steps: 1, learningRate: 0.01 }],
    });
    for (const { pixels, blank } of bent) expect(pixels / blank).toBeCloseTo(1, 4);
    model.dispose();
    images.dispose();
  });
});

test.each<[string, unknown, string]>([
  ['no object', 0.5, 'options.presence'],
  ['an unknown option', { costs: 1 }, 'options.presence.costs'],
  ['a cost that is none', { cost: 'much' }, 'options.presence.cost'],
  ['a cost beyond all measure', { cost: 1e7 }, 'options.presence.cost'],
  ['a list of them', { cost: [1, Number.NaN, 1] }, 'options.presence.cost[1]'],
  ['a list that is too short', { cost: [1] }, 'options.presence.cost'],
  ['half a step', { steps: 0.5 }, 'options.presence.steps'],
  ['fewer steps than none', { before: -1 }, 'options.presence.before'],
])('%s is refused by its place', async (_, presence, path) => {
  await useBackend('wasm');
  const model = boldRnp();
  const images = strokes(1, shape);
  const options = { ...quick, presence } as InferOptions;
  await expect(infer(model, images, options)).rejects.toMatchObject({ code: 'RNP_CONFIG', path });
  model.dispose();
  images.dispose();
});
