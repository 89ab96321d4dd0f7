import { describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type ParseNode, type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { evaluate, infer, rebornParts } from '../../src/index.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';

const [width, height] = [16, 4];

type Part = { readonly from: number; readonly to: number; readonly ink?: number };

/** A leaf that fills the image's columns between two shares of its width. */
function leaf({ from, to, ink = 1 }: Part, t: number): ParseNode {
  const scale = 1 / (to - from);
  const toImage = [
    [scale, 0, scale * (1 - from - to)],
    [0, 1, 0],
  ] as const;
  const patch = { shape: [2, 2, 1] as const, data: [ink, ink, ink, ink] };
  const action = [0, 0, 0, 0, 0, 0] as const;
  return { level: 0, step: t + 1, program: [t], action, toParent: toImage, toImage, patch, children: [] };
}

function treeOf(...parts: readonly Part[]): ParseTree {
  const toImage = [
    [1, 0, 0],
    [0, 1, 0],
  ] as const;
  const place = { action: null, toParent: null, toImage };
  const root: ParseNode = { level: 1, step: 0, program: [9], ...place, children: parts.map(leaf) };
  return { schema: 'rnp-parse-tree', version: 1, imageShape: [height, width, 1], root };
}

const pixelsOf = (tree: ParseTree): Float32Array => renderTree(tree, { width, height }).data;

const left: Part = { from: 0, to: 0.45 };
const right: Part = { from: 0.55, to: 1 };
const nothing: Part = { from: 0.4, to: 0.6, ink: 0 };
const both: Part = { from: 0, to: 1 };

describe('parts that are born again', () => {
  const image = pixelsOf(treeOf(left, right));

  test('an idle part and the busiest one become the parts of others that explain the image together', () => {
    const tree = treeOf(nothing, both);
    const donors = [treeOf(left, left), treeOf({ ...right, ink: 0.3 }, right)];
    const [reborn] = rebornParts([tree], image, donors);
    expect(reborn!.root.children[0]).toBe(donors[0]!.root.children[0]);
    expect(reborn!.root.children[1]).toBe(donors[1]!.root.children[1]);
    expect(reborn!.root.program).toBe(tree.root.program);
    expect([...pixelsOf(reborn!)]).toEqual([...image]);
    expect(tree.root.children[0]!.patch!.data).toEqual([0, 0, 0, 0]);
  });

  test('whichever part is the better beginning is chosen first', () => {
    // The idle part would take the middle, and nothing is left of the image's sides that a donor's second part explains.
    const donors = [treeOf({ from: 0.1, to: 0.9, ink: 0.8 }, right), treeOf(left, { ...both, ink: 0.2 })];
    const [reborn] = rebornParts([treeOf(nothing, both)], image, donors);
    expect([...pixelsOf(reborn!)]).toEqual([...image]);
  });

  test('donors with an idle part give none, though they draw the image', () => {
    const tree = treeOf(nothing, { ...both, ink: 0.5 });
    const drawing = treeOf(nothing, both);
    expect(rebornParts([tree], pixelsOf(drawing), [drawing])).toEqual([tree]);
    expect(() => rebornParts([tree], image, [])).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path: 'donors' }),
    );
  });

  test('the other parts stay, and what they draw is not explained again', () => {
    const [a, b, c] = [
      { from: 0, to: 0.3 },
      { from: 0.35, to: 0.6 },
      { from: 0.7, to: 1 },
    ];
    const whole = pixelsOf(treeOf(a, b, c));
    const tree = treeOf(a, nothing, { from: 0.35, to: 1 });
    const [reborn] = rebornParts([tree], whole, [treeOf(c, b, a), treeOf(b, a, c)]);
    expect(reborn!.root.children[0]).toBe(tree.root.children[0]);
    expect([...pixelsOf(reborn!)]).toEqual([...whole]);
  });

  test('where no part is idle, or none draws, the tree is the same', () => {
    const trees = [treeOf(left, right), treeOf(nothing, nothing)];
    const pixels = Float32Array.from([...image, ...image]);
    const reborn = rebornParts(trees, pixels, [treeOf(left, right)]);
    expect([reborn[0], reborn[1]]).toEqual(trees);
    expect(rebornParts([], new Float32Array(), [])).toEqual([]);
  });

  test.each<[string, () => unknown, string, string]>([
    ['too few pixels', () => rebornParts([treeOf(left)], new Float32Array(1), []), 'RNP_IMAGES', 'pixels'],
    [
      'a donor of another model',
      () => rebornParts([treeOf(nothing, both)], image, [treeOf(left)]),
      'RNP_PARSE_TREE',
      'donors[0]',
    ],
    ['no trees', () => rebornParts(null as never, image, []), 'RNP_CONFIG', 'trees'],
    [
      'a donor that is none',
      () => rebornParts([treeOf(left)], image, [3 as never]),
      'RNP_PARSE_TREE',
      expect.stringMatching(/^donors\[0\]/) as never,
    ],
  ])('%s is refused', (_, call, code, path) => {
    expect(call).toThrow(expect.objectContaining({ code, path }));
  });
});

test('evaluate begins with each batch where a function of its trees and pixels says', async () => {
  await useBackend('wasm');
  const model = boldRnp();
  const images = strokes(3, [12, 12, 1]);
  const pixels = images.dataSync() as Float32Array;
  const batches = [pixels.slice(0, 2 * 144), pixels.slice(2 * 144)];
  const looked = await model.parse(images);
  const seen: unknown[] = [];
  const onTrees = (trees: readonly ParseTree[]): void => void seen.push(...trees);
  const start = (trees: readonly ParseTree[], of: Float32Array): readonly ParseTree[] => {
    expect(of.length).toBe(trees.length * 144);
    return trees.map(() => looked[0]!);
  };
  await evaluate(model, batches, { inferred: { steps: 0, start }, onTrees });
  const { trees } = await infer(model, images, { steps: 0, start: [looked[0]!, looked[0]!, looked[0]!] });
  expect(seen).toEqual(trees);
  const none = { steps: 0, start: () => [] };
  await expect(evaluate(model, batches, { inferred: none })).rejects.toMatchObject({
    code: 'RNP_PARSE_TREE',
  });
  model.dispose();
  images.dispose();
});
