import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { ParseNode } from '@rnp/recursive-decoder';
import { leakedTensors } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { infer, type Rnp, type SampleTreesOptions, sampleTrees, type TreeSample } from '../../src/index.js';
import { boldRnp } from '../boldRnp.js';

let model: Rnp;
const samples = async (options: SampleTreesOptions): Promise<TreeSample[]> => {
  const all: TreeSample[] = [];
  for await (const sample of sampleTrees(model, options)) all.push(sample);
  return all;
};

/** How far nodes are from what was predicted of them: states, and actions. */
function departures(nodes: readonly ParseNode[]): readonly [states: number[], actions: number[]] {
  const states = nodes.flatMap(({ program, predicted }) => program.map((z, i) => z - predicted!.program[i]!));
  const actions = nodes.flatMap(({ action, predicted }) => action!.map((a, i) => a - predicted!.action[i]!));
  return [states, actions];
}

const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

describe.each(composedOn)('samples of whole trees on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
    model = boldRnp();
  });

  test('without noise they are what programs of the prior draw', async () => {
    const found = await samples({ count: 3, seed: 5, noise: 0 });
    const programs = model.samplePrior(3, 5);
    const trees = await model.parsePrograms(programs);
    expect(found.map(({ program }) => program)).toEqual(trees.map(({ root }) => root.program));
    found.forEach(({ tree }, i) => {
      tree.root.children.forEach(({ program }, part) => {
        const said = trees[i]!.root.children[part]!.program;
        program.forEach((z, at) => {
          expect(z).toBeCloseTo(said[at]!, 5);
        });
      });
    });
    programs.dispose();
  });

  test('children of each level depart by its deviation from what was predicted, and no further', async () => {
    const found = await samples({ count: 100, seed: 1, noise: [0.05, 0.01] });
    const parts = found.flatMap(({ tree }) => tree.root.children);
    const subparts = parts.flatMap(({ children }) => children);
    for (const [nodes, noise] of [
      [parts, 0.05],
      [subparts, 0.01],
    ] as const) {
      const [states, actions] = departures(nodes);
      expect(states.length).toBeGreaterThan(500);
      expect(deviation(states) / noise).toBeGreaterThan(0.9);
      expect(deviation(states) / noise).toBeLessThan(1.1);
      // Clipped at ±1 they depart less.
      expect(deviation(actions) / noise).toBeGreaterThan(0.5);
      expect(deviation(actions) / noise).toBeLessThan(1.1);
    }
    for (const { action } of [...parts, ...subparts])
      for (const a of Object.values(action!)) expect(Math.abs(a)).toBeLessThanOrEqual(1);
  });

  test('precisions say how far states and actions of each level depart, apart', async () => {
    const precisions = { states: [400, 10_000], actions: 2500 };
    const found = await samples({ count: 100, seed: 1, precisions });
    const parts = found.flatMap(({ tree }) => tree.root.children);
    const subparts = parts.flatMap(({ children }) => children);
    for (const [nodes, noise] of [
      [parts, [0.05, 0.02]],
      [subparts, [0.01, 0.02]],
    ] as const) {
      departures(nodes).forEach((values, kind) => {
        expect(deviation(values) / noise[kind]!).toBeGreaterThan(0.5);
        expect(deviation(values) / noise[kind]!).toBeLessThan(1.1);
      });
      expect(deviation(departures(nodes)[0]) / noise[0]).toBeGreaterThan(0.9);
    }
    const [same, noisy] = [{ states: 100, actions: 100 }, 0.1] as const;
    const [one] = await samples({ count: 1, seed: 3, precisions: { pixels: 3, top: 1, ...same } });
    expect(one).toEqual((await samples({ count: 1, seed: 3, noise: noisy }))[0]);
  });

  test('the energy of a sample has the departures in it', async () => {
    const [sample] = await samples({ count: 1, seed: 3, noise: 0.2 });
    const images = tf.tensor4d(sample!.drawing, [1, ...model.network.imageShape]);
    const { energies } = await infer(model, images, { start: [sample!.tree], steps: 0 });
    const [states] = departures(sample!.tree.root.children);
    const squares = states.reduce((sum, value) => sum + value * value, 0);
    expect(energies[0]!.states[0]).toBeCloseTo((0.1 / 2) * squares, 4);
    images.dispose();
  });

  test('the same seed gives the same, however many; another seed or noise others', async () => {
    const few = await samples({ count: 2, seed: 9, noise: 0.1 });
    const many = await samples({ count: 66, seed: 9, noise: 0.1 });
    expect(many).toHaveLength(66);
    few.forEach(({ program, tree }, i) => {
      expect(many[i]!.program).toEqual(program);
      many[i]!.tree.root.children.forEach((part, j) => {
        part.program.forEach((z, at) => {
          expect(z).toBeCloseTo(tree.root.children[j]!.program[at]!, 5);
        });
      });
    });
    const other = await samples({ count: 1, seed: 10, noise: 0.1 });
    expect(other[0]!.program).not.toEqual(few[0]!.program);
  });

  test('leaks nothing: left early, aborted, or with a model that is disposed of', async () => {
    const controller = new AbortController();
    const leaked = await leakedTensors(async () => {
      for await (const _ of sampleTrees(model, { count: 70, seed: 1, noise: 0.1 })) break;
      controller.abort(new Error('enough'));
      await expect(samples({ count: 1, seed: 1, noise: 0.1, signal: controller.signal })).rejects.toThrow(
        'enough',
      );
      const gone = boldRnp();
      gone.dispose();
      await expect(sampleTrees(gone, { count: 1, seed: 1, noise: 0.1 }).next()).rejects.toMatchObject({
        code: 'RNP_WEIGHTS',
      });
    });
    expect(leaked).toBe(0);
  });
});

test.each<[string, object, string]>([
  ['no noise', { noise: undefined }, 'options.noise'],
  ['noise and precisions', { precisions: { states: 1, actions: 1 } }, 'options.precisions'],
  [
    'a precision of 0',
    { noise: undefined, precisions: { states: 0, actions: 1 } },
    'options.precisions.states',
  ],
  ['no precision', { noise: undefined, precisions: { states: 1 } }, 'options.precisions.actions'],
  [
    'a precision too many',
    { noise: undefined, precisions: { states: [1, 1, 1], actions: 1 } },
    'options.precisions.states',
  ],
  ['noise below 0', { noise: -1 }, 'options.noise'],
  ['a level without', { noise: [0.1] }, 'options.noise'],
  ['no number for a level', { noise: [0.1, 'much'] }, 'options.noise[1]'],
  ['none at all', { count: 0 }, 'count'],
])('%s is refused', async (_, wrong, path) => {
  const model = boldRnp();
  const options = { count: 1, seed: 1, noise: 0.1, ...wrong } as SampleTreesOptions;
  await expect(sampleTrees(model, options).next()).rejects.toMatchObject({ code: 'RNP_CONFIG', path });
});
