import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type ParseNode, type ParseTree, parseTreeFromJson, renderTree } from '@rnp/recursive-decoder';
import { leakedTensors } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { unrolledFor } from '../../src/deform/deformable.js';
import {
  evaluate,
  type Inference,
  type InferOptions,
  infer,
  inferSteps,
  type PresenceOptions,
} from '../../src/index.js';
import { allThere, countsOf, presenceOf, withoutChild } from '../../src/infer/treePresence.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';
import { expectWholeOnly } from './wholeOnly.js';

const shape: readonly [number, number, number] = [12, 12, 1];
const quick: InferOptions = { steps: 4, learningRate: 0.1 };
/** All parts of the top program stay. */
const deep: PresenceOptions = { cost: -1e4, levels: 2, costBelow: 1e6, steps: 2, before: 4 };

/** How many nodes a tree has at each level, top first. */
function nodesOf({ root }: ParseTree): number[] {
  const counts: number[] = [];
  for (let nodes: readonly ParseNode[] = root.children; nodes.length > 0; ) {
    counts.push(nodes.length);
    nodes = nodes.flatMap((node) => node.children);
  }
  return counts;
}

describe.each(composedOn)('presence below the top program on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('the more a part of a part costs, the fewer there are, each keeps one, and no energy rises', async () => {
    const model = boldRnp({ childrenPerLevel: [2, 3] });
    // What the model draws itself needs some of its parts.
    const images = tf.tidy(() => tf.clipByValue(model.reconstruct(strokes(3, shape)), 0, 1)) as tf.Tensor4D;
    const pieces: number[][] = [];
    for (const costBelow of [0, 0.05, 1e6]) {
      const presence = { ...deep, costBelow };
      const path: Inference[] = [];
      for await (const now of inferSteps(model, images, { ...quick, presence })) path.push(now);
      for (const [i, now] of path.entries()) {
        for (const [image, { total, parts }] of now.energies.entries()) {
          const [ofTop, below] = nodesOf(now.trees[image]!) as [number, number];
          expect(parts).toBeCloseTo(costBelow * below - 1e4 * ofTop, 4);
          if (i === 0) continue;
          const before = path[i - 1]!.energies[image]!.total;
          expect(total).toBeLessThanOrEqual(before + 1e-3);
        }
      }
      const { trees, drawings } = path.at(-1)!;
      pieces.push(trees.map((tree) => nodesOf(tree)[1]!));
      for (const [i, tree] of trees.entries()) {
        expect(tree.root.children).toHaveLength(2);
        const { data } = renderTree(tree, { height: 12, width: 12 });
        for (const [at, value] of drawings[i]!.entries()) expect(data[at]).toBeCloseTo(value, 3);
      }
    }
    const [free, some, none] = pieces as [number[], number[], number[]];
    expect(none).toEqual([2, 2, 2]);
    const sum = (counts: number[]): number => counts.reduce((a, b) => a + b);
    expect(sum(some)).toBeLessThanOrEqual(sum(free));
    expect(sum(free)).toBeGreaterThan(6);
    model.dispose();
    images.dispose();
  });

  test('parts of several programs go in one round, where all cost less without them', async () => {
    const model = boldRnp({ childrenPerLevel: [3, 3] });
    const images = strokes(2, shape);
    const found = await infer(model, images, { ...quick, presence: { ...deep, steps: 1 } });
    expect(found.trees.map(nodesOf)).toEqual([
      [3, 3],
      [3, 3],
    ]);
    // 4 before, one round in which no part of the top program goes, two in which each part loses one of three, and 4 at the end.
    expect(found.step).toBe(4 + 1 + 2 + 4);
    model.dispose();
    images.dispose();
  });

  test('trials without steps: what is left costs what it costs without the parts that went', async () => {
    const model = boldRnp({ childrenPerLevel: [3, 2] });
    const images = strokes(3, shape);
    const path: Inference[] = [];
    const presence = { ...deep, costBelow: 0.2, steps: 0 };
    for await (const now of inferSteps(model, images, { ...quick, presence })) path.push(now);
    const rounds = path.filter(({ step }) => step === 4);
    const last = rounds.at(-1)!;
    const same = await infer(model, images, { start: last.trees, steps: 0 });
    for (const [i, { total, parts }] of last.energies.entries())
      expect(same.energies[i]!.total + parts!).toBeCloseTo(total, 3);
    model.dispose();
    images.dispose();
  });

  test('three levels: those above go first, and what is below goes with them', async () => {
    const model = boldRnp({ childrenPerLevel: [2, 2, 2] });
    const images = strokes(2, shape);
    const presence = { ...deep, levels: 3, costBelow: [1e6, 0] };
    const { trees, energies } = await infer(model, images, { ...quick, presence });
    for (const [i, tree] of trees.entries()) {
      const [top, second, third] = nodesOf(tree) as [number, number, number];
      expect([top, second]).toEqual([2, 2]);
      expect(third).toBeGreaterThanOrEqual(2);
      expect(energies[i]!.parts).toBe(2e6 - 2e4);
    }
    const all = await infer(model, images, { ...quick, presence: { ...presence, costBelow: 1e6 } });
    expect(all.trees.map(nodesOf)).toEqual([
      [2, 2, 2],
      [2, 2, 2],
    ]);
    model.dispose();
    images.dispose();
  });

  test('the parts of the top program are those that one level finds', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const one = { cost: 0.2, steps: 2, before: 4 };
    const parts = ({ trees }: Inference): number[][] =>
      trees.map(({ root }) => root.children.map(({ step }) => step));
    const shallow = await infer(model, images, { ...quick, presence: one });
    const told = await infer(model, images, { ...quick, presence: { ...one, levels: 1 } });
    const both = await infer(model, images, { ...quick, presence: { ...one, levels: 2, costBelow: 0.02 } });
    expect(told).toEqual(shallow);
    expect(parts(both)).toEqual(parts(shallow));
    model.dispose();
    images.dispose();
  });

  test.each(['top', 'parts', 'all'] as const)(
    'free %s: a saved tree draws the same, and scores the same',
    async (free) => {
      const model = boldRnp();
      const images = strokes(2, shape);
      const found = await infer(model, images, { ...quick, presence: deep });
      const start = found.trees.map((tree) => parseTreeFromJson(JSON.stringify(tree)));
      expect(start).toEqual(found.trees);
      const again = await infer(model, images, { start, steps: 0, free });
      expect(again.trees.map(nodesOf)).toEqual(found.trees.map(nodesOf));
      if (free === 'all') {
        expect(again.trees).toEqual(found.trees);
        expect(again.drawings).toEqual(found.drawings);
        expect(again.squaredErrors).toEqual(found.squaredErrors);
      }
      // What is absent where it begins does not come back, and the rest is tried.
      const further = await infer(model, images, { start, ...quick, free });
      expect(further.trees.map(nodesOf)).toEqual(found.trees.map(nodesOf));
      const fewer = await infer(model, images, { start, ...quick, free, presence: { cost: 1e6, before: 4 } });
      expect(fewer.trees.map(({ root }) => root.children)).toEqual([[], []]);
      model.dispose();
      images.dispose();
    },
  );

  test('each image is explained for itself', async () => {
    const model = boldRnp({ childrenPerLevel: [2, 3] });
    const images = strokes(3, shape);
    const one = tf.slice(images, [1], [1]);
    const presence = { ...deep, costBelow: 0.05 };
    const together = await infer(model, images, { ...quick, presence });
    const alone = await infer(model, one, { ...quick, presence });
    expect(nodesOf(alone.trees[0]!)).toEqual(nodesOf(together.trees[1]!));
    expect(alone.squaredErrors[0]! / together.squaredErrors[1]!).toBeCloseTo(1, 3);
    model.dispose();
    tf.dispose([images, one]);
  });

  test('no tensor is left: at the end, when it is left early, and when it is stopped', async () => {
    const model = boldRnp({ childrenPerLevel: [2, 3] });
    const images = strokes(2, shape);
    const options = { ...quick, presence: deep };
    expect(await leakedTensors(() => infer(model, images, options))).toBe(0);
    for (const until of [8, 12]) {
      const early = async (): Promise<void> => {
        for await (const { step } of inferSteps(model, images, options)) if (step >= until) break;
      };
      expect(await leakedTensors(early)).toBe(0);
      const stopped = async (): Promise<void> => {
        const controller = new AbortController();
        for await (const { step } of inferSteps(model, images, { ...options, signal: controller.signal }))
          if (step >= until) controller.abort();
      };
      expect(await leakedTensors(() => expect(stopped()).rejects.toThrow('abort'))).toBe(0);
    }
    model.dispose();
    images.dispose();
  });

  test('measured: how many parts of each level each image keeps', async () => {
    const model = boldRnp({ childrenPerLevel: [2, 3] });
    const images = strokes(3, shape);
    const pixels = images.dataSync() as Float32Array;
    const presence = { cost: 0.2, levels: 2, costBelow: 0.05, steps: 2, before: 4 };
    const { trees } = await infer(model, images, { ...quick, presence });
    const measured = await evaluate(model, [pixels.slice(0, 288), pixels.slice(288)], {
      inferred: { ...quick, presence },
    });
    const perLevel = [0, 1].map((k) => trees.map((tree) => nodesOf(tree)[k] ?? 0));
    expect(measured.partCountsPerLevel).toEqual(perLevel);
    expect(measured.partCounts).toEqual(perLevel[0]);
    const top = await evaluate(model, [pixels], { inferred: { ...quick, presence: { steps: 1 } } });
    expect(top.partCountsPerLevel).toEqual([top.partCounts]);
    model.dispose();
    images.dispose();
  });

  test('what counts on all parts refuses trees without some, by the place of the part', async () => {
    await expectWholeOnly({ ...deep, steps: 0, before: 0 }, 'trees[0].root.children[0]');
  });

  test('trees without some parts are deformed as they are', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const { trees } = await infer(model, images, { ...quick, presence: deep });
    const { levels, leaves } = unrolledFor(model, trees, images);
    const inks = tf.tidy(() => tf.sum(leaves, [1, 2, 3]).dataSync());
    expect(trees.map(nodesOf)).toEqual([
      [2, 2],
      [2, 2],
    ]);
    const there = presenceOf(trees, [2, 2])!.flatMap((tree) => tree[1]!);
    expect([...inks].map((ink) => ink > 0)).toEqual(there);
    tf.dispose([levels, leaves, images] as unknown as tf.TensorContainer);
    model.dispose();
  });
});

describe('which children of a tree are there', () => {
  test('one that goes takes all below it along', () => {
    const all = allThere([2, 2, 1]);
    expect(all.map((level) => level.length)).toEqual([2, 4, 4]);
    const one = withoutChild(all, 1, 2);
    expect(one).toEqual([
      [true, true],
      [true, true, false, true],
      [true, true, false, true],
    ]);
    expect(withoutChild(one, 0, 1)).toEqual([
      [true, false],
      [true, true, false, false],
      [true, true, false, false],
    ]);
    expect(countsOf(one)).toEqual([2, 3, 3]);
    expect(all.flat().every(Boolean)).toBe(true);
  });

  test('is read from trees, in the order of the steps', async () => {
    await useBackend('wasm');
    const model = boldRnp();
    const images = strokes(1, shape);
    const [tree] = (await infer(model, images, { steps: 0 })).trees as [ParseTree];
    expect(presenceOf([tree], [2, 2])).toBeUndefined();
    const lacking = (node: ParseNode, step: number): ParseNode => ({
      ...node,
      children: node.children.filter((child) => child.step !== step),
      silent: [{ step, program: [0, 0, 0, 0], action: [0, 0, 0, 0, 0, 0] }],
    });
    const [first, second] = tree.root.children as [ParseNode, ParseNode];
    const fewer = { ...tree, root: { ...tree.root, children: [first, lacking(second, 1)] } };
    const none = { ...tree, root: lacking(tree.root, 1) };
    expect(presenceOf([fewer, none, tree], [2, 2])).toEqual([
      [
        [true, true],
        [true, true, false, true],
      ],
      [
        [false, true],
        [false, false, true, true],
      ],
      allThere([2, 2]),
    ]);
    // The state that the program reads of an absent child is that of the tree.
    const { trees } = await infer(model, images, { start: [fewer], steps: 0 });
    expect(trees[0]!.root.children[1]!.silent).toEqual(fewer.root.children[1]!.silent);
    model.dispose();
    images.dispose();
  });
});

test.each<[string, PresenceOptions, InferOptions, string, RegExp]>([
  ['no level', { levels: 0 }, {}, 'levels', /from 1/],
  ['half a level', { levels: 1.5 }, {}, 'levels', /whole number/],
  ['more levels than there are', { levels: 3 }, {}, 'levels', /is 3, and the model has 2 levels/],
  [
    'levels that rest',
    { levels: 2 },
    { free: 'parts' },
    'levels',
    /parts of 1 level move; give at most 1, or free: 'all'/,
  ],
  [
    'levels of the top alone',
    { levels: 2 },
    { free: 'top' },
    'levels',
    /parts of 0 levels move; give at most 1/,
  ],
  ['a cost that is a gain', { costBelow: -0.1 }, {}, 'costBelow', /from 0/],
  ['a cost that is none', { costBelow: 'x' as unknown as number }, {}, 'costBelow', /number/],
  [
    'more costs than levels',
    { levels: 2, costBelow: [0.1, 0.1] },
    {},
    'costBelow',
    /has 2 for 1 level below/,
  ],
  ['costs of levels that stay', { costBelow: [0.1] }, {}, 'costBelow', /has 1 for 0 levels below/],
])('%s is refused by its place', async (_, presence, more, name, message) => {
  await useBackend('wasm');
  const model = boldRnp();
  const images = strokes(1, shape);
  const refused = { code: 'RNP_CONFIG', path: `options.presence.${name}` };
  const call = infer(model, images, { ...quick, ...more, presence });
  await expect(call).rejects.toMatchObject(refused);
  await expect(call).rejects.toThrow(message);
  model.dispose();
  images.dispose();
});
