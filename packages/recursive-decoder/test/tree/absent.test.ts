import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { distance, leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  type ParseTree,
  type Presence,
  parseTreeFromJson,
  parseTrees,
  presentChildren,
  renderComposed,
  renderNested,
  renderTree,
  replacePart,
  type Unrolled,
  unroll,
  withoutAbsent,
} from '../../src/index.js';
import { boldParameters, smallConfig } from '../smallDecoder.js';

const config = smallConfig({ scaleOffset: [0.2, 0.3], rendering: 'composed' });
const presence: Presence = [[[true, false, true]], [[false, false, false]], [[true, true, true]]];
/** Leaves are absent, too: of a part that is there, of one that is not, and all of a part. */
const deep: Presence = [
  [
    [true, false, true],
    [true, false, true, false, true, true],
  ],
  [
    [true, true, true],
    [false, false, true, true, false, true],
  ],
  [],
];

function anyTrees(): Unrolled {
  return tf.tidy(() => unroll(boldParameters(config), config, normals([3, 5], 1) as tf.Tensor2D));
}

describe.each(['cpu', 'wasm'] as const)('absent children on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('are left out of trees, which draw the others as the model does', async () => {
    const unrolled = anyTrees();
    const masked = withoutAbsent(unrolled, config, presence);
    const canvas = tf.tidy(() => renderComposed(masked, config).canvas);
    const whole = await parseTrees(unrolled, config);
    const trees = await parseTrees(masked, config, [], presence);
    expect(trees.map(({ root }) => root.children.map(({ step }) => step))).toEqual([[1, 3], [], [1, 2, 3]]);
    expect(trees[0]!.root.children).toEqual(whole[0]!.root.children.filter((_, t) => t !== 1));
    const { step, program, action } = whole[0]!.root.children[1]!;
    expect(trees[0]!.root.silent).toEqual([{ step, program, action }]);
    expect(trees[1]!.root.silent).toHaveLength(3);
    expect(trees[2]).toEqual(whole[2]);
    const drawn = trees.map((tree) => renderTree(tree, { width: 12, height: 9 }).data);
    const pixels = tf.tensor4d(Float32Array.from(drawn.flatMap((data) => [...data])), [3, 9, 12, 2]);
    expect(Math.max(...drawn[0]!)).toBeGreaterThan(0.1);
    expect(Math.max(...drawn[1]!)).toBe(0);
    expect(distance(pixels, canvas)).toBeLessThan(1e-4);
    const nested = renderNested(masked, config, { placed: true });
    const ink = tf.sum(nested.levels[0]!.placed!, [1, 2, 3]).dataSync();
    expect([...ink].map((value) => value > 0)).toEqual(presence.flat(2));
    tf.dispose([masked.leaves, unrolled, canvas, pixels, nested] as unknown as tf.TensorContainer);
  });

  test('of any level, are left out where they are', async () => {
    const unrolled = anyTrees();
    const masked = withoutAbsent(unrolled, config, deep);
    const canvas = tf.tidy(() => renderComposed(masked, config).canvas);
    const whole = await parseTrees(unrolled, config);
    const trees = await parseTrees(masked, config, [], deep);
    const stepsOf = ({ root }: ParseTree): readonly (readonly [number, readonly number[]])[] =>
      root.children.map(({ step, children }) => [step, children.map((child) => child.step)]);
    expect(trees.map(stepsOf)).toEqual([
      [
        [1, [1]],
        [3, [1, 2]],
      ],
      [
        [1, []],
        [2, [1, 2]],
        [3, [2]],
      ],
      [1, 2, 3].map((step) => [step, [1, 2]]),
    ]);
    const [, leaf] = whole[0]!.root.children[0]!.children;
    expect(trees[0]!.root.children[0]!.silent).toEqual([
      { step: 2, program: leaf!.program, action: leaf!.action },
    ]);
    expect(trees[0]!.root.children[1]).toEqual(whole[0]!.root.children[2]);
    expect(trees[0]!.root.silent).toHaveLength(1);
    expect(trees[1]!.root).not.toHaveProperty('silent');
    expect(trees[2]).toEqual(whole[2]);
    for (const tree of trees) expect(parseTreeFromJson(JSON.stringify(tree))).toEqual(tree);
    const drawn = trees.map((tree) => renderTree(tree, { width: 12, height: 9 }).data);
    const pixels = tf.tensor4d(Float32Array.from(drawn.flatMap((data) => [...data])), [3, 9, 12, 2]);
    expect(distance(pixels, canvas)).toBeLessThan(1e-4);
    tf.dispose([masked.leaves, unrolled, canvas, pixels] as unknown as tf.TensorContainer);
  });

  test('what is there: a child is where it is said to be, and all above it', () => {
    expect(presentChildren(deep, config)).toEqual([
      [
        [true, false, true],
        [true, false, false, false, true, true],
      ],
      deep[1],
      [
        [true, true, true],
        [true, true, true, true, true, true],
      ],
    ]);
  });

  test('nothing leaks', async () => {
    const unrolled = anyTrees();
    const call = async (): Promise<void> => {
      const masked = withoutAbsent(unrolled, config, presence);
      await parseTrees(masked, config, [], presence);
      masked.leaves.dispose();
    };
    expect(await leakedTensors(call)).toBe(0);
    tf.dispose(unrolled as unknown as tf.TensorContainer);
  });

  test.each([
    ['presence', presence.slice(1)],
    ['presence[1]', [presence[0], [true, true, true], presence[2]]],
    ['presence[1][0]', [presence[0], [[true]], presence[2]]],
    ['presence[0][0]', [[[1, 0, 1]], ...presence.slice(1)]],
    ['presence[0][1]', [[[true, true, true], [true]], ...presence.slice(1)]],
    ['presence[2]', [...presence.slice(0, 2), [...deep[0]!, [true]]]],
  ])('%s that does not fit is named', async (path, wrong) => {
    const unrolled = anyTrees();
    const refused = expect.objectContaining({ code: 'RNP_SHAPE', path });
    const given = wrong as unknown as Presence;
    expect(() => withoutAbsent(unrolled, config, given)).toThrow(refused as unknown as Error);
    await expect(parseTrees(unrolled, config, [], given)).rejects.toEqual(refused);
    tf.dispose(unrolled as unknown as tf.TensorContainer);
  });
});

describe('a tree with silent steps as JSON', () => {
  let tree: ParseTree;
  beforeAll(async () => {
    await useBackend('cpu');
    const unrolled = anyTrees();
    [tree] = (await parseTrees(unrolled, config, [], presence)) as [ParseTree];
    tf.dispose(unrolled as unknown as tf.TensorContainer);
  });

  const problemOf = (change: (copy: Mutable) => void): string => {
    const copy = JSON.parse(JSON.stringify(tree)) as Mutable;
    change(copy);
    try {
      parseTreeFromJson(copy);
      return '';
    } catch (error) {
      if (error instanceof RnpError && error.code === 'RNP_PARSE_TREE') return error.path ?? 'nowhere';
      throw error;
    }
  };

  test('gives back what was written', () => {
    expect(parseTreeFromJson(JSON.stringify(tree))).toEqual(tree);
    const none = { ...tree, root: { ...tree.root, children: [], silent: [] } };
    expect(parseTreeFromJson(none).root).not.toHaveProperty('silent');
  });

  test('its parts are replaced by index, and it keeps its silent steps', () => {
    const replaced = replacePart(tree, [1], tree.root.children[0]!);
    expect(replaced.root.silent).toEqual(tree.root.silent);
    expect(replaced.root.children[1]!.step).toBe(3);
    expect(parseTreeFromJson(replaced)).toEqual(replaced);
  });

  test('names the place', () => {
    const silent = (copy: Mutable): Mutable => copy.root.silent;
    expect(problemOf((copy) => delete copy.root.silent)).toBe('root.children[1].step');
    expect(problemOf((copy) => (copy.root.silent = {}))).toBe('root.silent');
    expect(problemOf((copy) => (silent(copy)[0].step = 0))).toBe('root.silent[0].step');
    expect(problemOf((copy) => (silent(copy)[0].step = 4))).toBe('root.silent[0].step');
    expect(problemOf((copy) => (silent(copy)[0].step = 3))).toBe('root.children[1].step');
    expect(problemOf((copy) => silent(copy).push({ ...silent(copy)[0] }))).toBe('root.silent[1].step');
    expect(problemOf((copy) => silent(copy)[0].action.pop())).toBe('root.silent[0].action');
    expect(problemOf((copy) => (silent(copy)[0].program[2] = null))).toBe('root.silent[0].program[2]');
    expect(problemOf((copy) => (copy.root.children[0].children[1].silent = silent(copy)))).toBe(
      'root.children[0].children[1].silent',
    );
  });
});

// biome-ignore lint/suspicious/noExplicitAny: JSON to be broken on purpose
type Mutable = any;
