import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type ParseNode, type ParseTree, parseTreeFromJson } from '@rnp/recursive-decoder';
import { leakedTensors } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { type FreeNodes, type InferOptions, infer } from '../../src/index.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';

const shape: readonly [number, number, number] = [12, 12, 1];
const all: readonly FreeNodes[] = ['top', 'parts', 'all'];

describe.each(composedOn)('where inference begins on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(all)('free %s: a tree that was inferred, saved and loaded is where it was', async (free) => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const found = await infer(model, images, { steps: 3, learningRate: 0.1, free });
    const start = found.trees.map((tree) => parseTreeFromJson(JSON.stringify(tree)));
    expect(start).toEqual(found.trees);
    const again = await infer(model, images, { start, steps: 0, free });
    expect(again.trees).toEqual(found.trees);
    expect(again.energies).toEqual(found.energies);
    expect(again.drawings).toEqual(found.drawings);
    // What is freed tells what was predicted of it, and how far it went.
    const [parts, subparts] = [
      found.trees.flatMap(({ root }) => root.children),
      found.trees.flatMap(({ root }) => root.children.flatMap(({ children }) => children)),
    ];
    for (const { predicted } of parts) expect(predicted !== undefined).toBe(free !== 'top');
    for (const { predicted } of subparts) expect(predicted !== undefined).toBe(free === 'all');
    if (free !== 'top') {
      const off = parts.map(({ program, predicted }) =>
        Math.max(...program.map((value, i) => Math.abs(value - predicted!.program[i]!))),
      );
      expect(Math.max(...off)).toBeGreaterThan(0.01);
    }
    model.dispose();
    images.dispose();
  });

  test('begins where it is told', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const beginnings = async (options: InferOptions): Promise<(readonly number[])[]> =>
      (await infer(model, images, { steps: 0, ...options })).trees.map(({ root }) => root.program);
    expect(await beginnings({ start: 'zero' })).toEqual([new Array(4).fill(0), new Array(4).fill(0)]);
    const prior = model.samplePrior(2, 7);
    const programs = (await model.parsePrograms(prior)).map(({ root }) => root.program);
    expect(await beginnings({ start: 'prior', seed: 7 })).toEqual(programs);
    expect(await beginnings({ start: 'prior', seed: 8 })).not.toEqual(programs);
    model.dispose();
    tf.dispose([images, prior]);
  });
});

test.each<[string, (tree: ParseTree) => unknown, string]>([
  ['no tree', () => ({}), 'options.start[1].schema'],
  ['a tree of another size', (tree) => ({ ...tree, imageShape: [9, 9, 1] }), 'options.start[1].imageShape'],
  ['a leaf', ({ root, ...tree }) => ({ ...tree, root: leafOf(root) }), 'options.start[1].root.level'],
  [
    'a shorter program',
    ({ root, ...tree }) => ({ ...tree, root: { ...root, program: [1] } }),
    'options.start[1].root.program',
  ],
  [
    'a program beyond all measure',
    ({ root, ...tree }) => ({ ...tree, root: { ...root, program: [1e38, 0, 0, 0] } }),
    'options.start[1].root.program',
  ],
  [
    'a lost part',
    ({ root, ...tree }) => ({ ...tree, root: { ...root, children: root.children.slice(1).map(first) } }),
    'options.start[1].root.children',
  ],
])('%s to start from is refused by its place', async (_, spoilt, path) => {
  const model = boldRnp();
  const images = strokes(2, shape);
  const trees = await model.parse(images);
  const start = [trees[0]!, spoilt(trees[1]!) as ParseTree];
  const leaked = await leakedTensors(async () => {
    const refused = infer(model, images, { start, steps: 1 });
    await expect(refused).rejects.toMatchObject({ code: 'RNP_PARSE_TREE', path });
    const tooFew = infer(model, images, { start: [trees[0]!], steps: 1 });
    await expect(tooFew).rejects.toMatchObject({ code: 'RNP_PARSE_TREE', path: 'options.start' });
  });
  expect(leaked).toBe(0);
  model.dispose();
  images.dispose();
});

/** The first of them again. */
const first = (node: ParseNode, i: number): ParseNode => ({ ...node, step: i + 1 });

const leafOf = (root: ParseNode): ParseNode => ({
  ...root.children[0]!.children[0]!,
  step: 0,
  action: null,
  toParent: null,
});
