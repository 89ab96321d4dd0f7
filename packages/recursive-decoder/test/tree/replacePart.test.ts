import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  type DecoderConfig,
  type ParseNode,
  type ParseTree,
  parseTreeFromJson,
  parseTrees,
  renderTree,
  replacePart,
  unroll,
} from '../../src/index.js';
import { boldParameters, smallConfig } from '../smallDecoder.js';

const size = { width: 24, height: 18 };

/** The trees of two programs of one model. */
async function twoTrees(config: DecoderConfig): Promise<[ParseTree, ParseTree]> {
  const unrolled = tf.tidy(() =>
    unroll(boldParameters(config, 3), config, normals([2, 5], 8) as tf.Tensor2D),
  );
  const trees = await parseTrees(unrolled, config);
  tf.dispose(unrolled as unknown as tf.TensorContainer);
  return [trees[0]!, trees[1]!];
}

function drawn(tree: ParseTree, path?: readonly number[]): number[] {
  return [...renderTree(tree, { ...size, ...(path ? { path } : {}) }).data];
}

/** The same with something in the place of what is predicted of the first part. */
function inFirst(tree: ParseTree, predicted: object): object {
  const [first, ...others] = tree.root.children;
  return { ...tree, root: { ...tree.root, children: [{ ...first, predicted }, ...others] } };
}

describe('replacePart', () => {
  let [a, b]: ParseTree[] = [];
  beforeAll(async () => {
    await useBackend('cpu');
    [a, b] = await twoTrees(smallConfig({ childrenPerLevel: [2, 3, 2], scaleOffset: [0.1, 0.2, 0.3] }));
  });

  test.each([
    ['a part', [1], [0]],
    ['a subpart', [1, 2], [0, 1]],
    ['a leaf', [0, 1, 1], [1, 0, 0]],
  ])('%s keeps its place and takes the other’s drawing', (_name, path, from) => {
    const at = (tree: ParseTree, way: readonly number[]): ParseNode =>
      way.reduce((node, index) => node.children[index]!, tree.root);
    const before = JSON.stringify([a, b]);
    const other = at(b!, from);
    const tree = replacePart(a!, path, other);
    expect(JSON.stringify([a, b])).toBe(before);
    // A whole tree still, whose frames follow from one another.
    expect(parseTreeFromJson(JSON.stringify(tree))).toEqual(tree);
    const { step, action, toParent, toImage } = at(a!, path);
    expect(at(tree, path)).toMatchObject({ step, action, toParent, toImage, program: other.program });
    const own = (one: ParseNode): number[] => [...renderTree(one, { ...size, frame: 'own' }).data];
    expect(own(at(tree, path))).toEqual(own(other));
    expect(drawn(tree, path)).not.toEqual(drawn(a!, path));
    // renderTree goes by the maps between frames, a lone node by its own map from the image: both must agree.
    const alone = [...renderTree(at(tree, path.slice(0, 1)), size).data];
    for (const [i, value] of drawn(tree, path.slice(0, 1)).entries()) expect(alone[i]!).toBeCloseTo(value, 4);
  });

  test('all that is not replaced stays, and with a part of its own the image is the same', () => {
    const tree = replacePart(a!, [1], b!.root.children[1]!);
    expect(tree.root.children[0]).toBe(a!.root.children[0]);
    expect(tree.root.program).toEqual(a!.root.program);
    expect(drawn(tree, [0])).toEqual(drawn(a!, [0]));
    expect(replacePart(a!, [1, 0], a!.root.children[1]!.children[0]!)).toEqual(a);
  });

  test('what is predicted of a place is what its own parent says of it', () => {
    const predicted = { program: [1, 2, 3, 4, 5], action: [0, 0, 0, 0, 0, 0.5] } as const;
    const told = (node: ParseNode): ParseNode => ({ ...node, predicted });
    const part = b!.root.children[0]!;
    expect(replacePart(a!, [1], told(part)).root.children[1]).not.toHaveProperty('predicted');
    const [first, second] = a!.root.children;
    const inferred = { ...a!, root: { ...a!.root, children: [first!, told(second!)] } };
    expect(parseTreeFromJson(JSON.stringify(inferred))).toEqual(inferred);
    expect(replacePart(inferred, [1], part).root.children[1]!.predicted).toEqual(predicted);
  });

  test.each([
    [
      'of a root',
      (tree: ParseTree, predicted: object) => ({ ...tree, root: { ...tree.root, predicted } }),
      {},
      'root.predicted',
    ],
    ['that is none', inFirst, 3, 'root.children[0].predicted'],
    ['without a program', inFirst, { action: [0, 0, 0, 0, 0, 0] }, 'root.children[0].predicted.program'],
    ['of half an action', inFirst, { program: [1], action: [0, 0, 0] }, 'root.children[0].predicted.action'],
  ])('a prediction %s is refused by its place', (_name, spoilt, predicted, path) => {
    expect(() => parseTreeFromJson(spoilt(a!, predicted as object))).toThrow(
      expect.objectContaining({ code: 'RNP_PARSE_TREE', path }),
    );
  });

  test('what does not fit is refused, with the place', () => {
    const problem = (path: readonly number[], subtree: ParseNode): string => {
      try {
        replacePart(a!, path, subtree);
        return '';
      } catch (error) {
        expect(error).toBeInstanceOf(RnpError);
        return (error as Error).message;
      }
    };
    const part = b!.root.children[0]!;
    expect(problem([], part)).toMatch(/path: is empty/);
    expect(problem([2], part)).toMatch(/path\[0\]: no child has the index 2; indices are 0 to 1/);
    expect(problem([0, 1, 7], part)).toMatch(/path\[2\]: no child has the index 7; indices are 0 to 1/);
    expect(problem([0, 1, 1, 0], part)).toMatch(/path\[3\]: .*a leaf has no parts/);
    expect(problem([-1], part)).toMatch(/path\[0\]/);
    expect(problem([0.5], part)).toMatch(/path\[0\]/);
    expect(problem([0], b!.root)).toMatch(/subtree\.level: is 3, the replaced part's 2/);
    expect(problem([0, 0], part)).toMatch(/subtree\.level/);
    const leaf = { ...part.children[0]!.children[0]!, patch: { shape: [1, 1, 3], data: [0, 0, 0] } } as const;
    expect(problem([0, 0, 0], leaf)).toMatch(/subtree\.patch\.shape\[2\]: is 3; patches of this tree have 2/);
    const rootless = { ...part, children: part.children.map((child) => ({ ...child, toParent: null })) };
    expect(problem([0], rootless)).toMatch(/subtree\.children\[0\]\.toParent/);
  });
});
