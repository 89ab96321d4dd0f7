import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  type Action,
  type ParseNode,
  type ParseTree,
  parseTreeFromJson,
  parseTrees,
  placePart,
  renderTree,
  unroll,
} from '../../src/index.js';
import { boldParameters, smallConfig } from '../smallDecoder.js';

const scaleOffset = [0.1, 0.2, 0.3] as const;
const at = (tree: ParseTree, path: readonly number[]): ParseNode =>
  path.reduce((node, index) => node.children[index]!, tree.root);
const drawn = (tree: ParseTree, path: readonly number[] = []): number[] => [
  ...renderTree(tree, { width: 24, height: 18, path }).data,
];

describe('placePart', () => {
  let tree: ParseTree;
  let other: ParseTree;
  beforeAll(async () => {
    await useBackend('cpu');
    const config = smallConfig({ childrenPerLevel: [2, 3, 2], scaleOffset });
    const unrolled = tf.tidy(() =>
      unroll(boldParameters(config, 3), config, normals([2, 5], 8) as tf.Tensor2D),
    );
    [tree, other] = (await parseTrees(unrolled, config)) as [ParseTree, ParseTree];
    tf.dispose(unrolled as unknown as tf.TensorContainer);
  });

  test.each([[[1]], [[1, 2]], [[0, 1, 1]]])(
    'with its own action the part at %p stays where it was',
    (path) => {
      const placed = placePart(tree, path, at(tree, path).action!, scaleOffset[path.length - 1]!);
      for (const [i, value] of drawn(placed).entries()) expect(value).toBeCloseTo(drawn(tree)[i]!, 4);
    },
  );

  test.each([[[1]], [[1, 2]], [[0, 1, 1]]])(
    'the part at %p moves, with all below it, and nothing else',
    (path) => {
      const action = at(other, path).action!;
      const before = JSON.stringify(tree);
      const placed = placePart(tree, path, action, scaleOffset[path.length - 1]!);
      expect(JSON.stringify(tree)).toBe(before);
      expect(parseTreeFromJson(JSON.stringify(placed))).toEqual(placed);
      expect(at(placed, path)).toMatchObject({ action, program: at(tree, path).program });
      expect(drawn(placed, path)).not.toEqual(drawn(tree, path));
      expect(at(placed, [1 - path[0]!])).toBe(at(tree, [1 - path[0]!]));
      // The place that the decoder itself gives to such an action, where the parent is the image.
      if (path.length === 1) {
        for (const [row, entries] of at(placed, path).toParent!.entries()) {
          for (const [i, entry] of entries.entries()) {
            expect(entry).toBeCloseTo(at(other, path).toParent![row]![i]!, 5);
          }
        }
      }
    },
  );

  test('turned there and back again it is as before', () => {
    const action = at(tree, [1]).action!;
    const turned = action.map((entry, i) => (i === 1 ? Math.max(-1, entry - 0.3) : entry));
    const back = placePart(placePart(tree, [1], turned as unknown as Action, 0.1), [1], action, 0.1);
    for (const [i, value] of drawn(back).entries()) expect(value).toBeCloseTo(drawn(tree)[i]!, 5);
  });

  test.each([
    [[], [0, 0, 0, 0, 0, 0], /path: is empty/],
    [[7], [0, 0, 0, 0, 0, 0], /path\[0\]: no child has the index 7; indices are 0 to 1/],
    [[0], [0, 0, 0, 0, 0, 1.5], /^action\[5\]: must be six numbers/],
    [[0], [0, 0, 0, Number.NaN, 0, 0], /^action\[3\]: must be/],
    [[0], [0, 0, 0], /^action: must be six numbers/],
  ])('%p, %p is refused', (path, action, message) => {
    expect(() => placePart(tree, path, action as unknown as Action, 0.1)).toThrow(message);
  });
});
