import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { leakedTensors, normals } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import {
  type DecoderConfig,
  type ParseNode,
  type ParseTree,
  parseTreeFromJson,
  parseTrees,
  placePart,
  renderComposed,
  renderTree,
  replacePart,
  unroll,
} from '../../src/index.js';
import { boldParameters, smallConfig } from '../smallDecoder.js';

const twoLevels = smallConfig({ scaleOffset: [0.2, 0.3] });
const threeLevels = smallConfig({ childrenPerLevel: [2, 3, 2], scaleOffset: [0.1, 0.2, 0.3] });
const soft = { rendering: 'composed', border: 'soft' } as const;

/** The trees of two random programs and their composed reconstructions. */
async function drawn(
  config: DecoderConfig,
  seed: number,
): Promise<{ trees: ParseTree[]; canvases: Float32Array[] }> {
  const [unrolled, canvas] = tf.tidy(() => {
    const tree = unroll(boldParameters(config, seed), config, normals([2, 5], seed) as tf.Tensor2D);
    return [tree, renderComposed(tree, config).canvas];
  });
  const trees = await parseTrees(unrolled, config);
  const data = (await canvas.data()) as Float32Array;
  tf.dispose([unrolled, canvas]);
  return { trees, canvases: [data.slice(0, data.length / 2), data.slice(data.length / 2)] };
}

function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((max, value, i) => Math.max(max, Math.abs(value - b[i]!)), a.length - b.length);
}

/** What this raises as a parse tree's problem; anything else it raises is passed on. */
function problemOf(json: unknown): string {
  try {
    parseTreeFromJson(json);
    return '';
  } catch (error) {
    if (error instanceof RnpError) return error.path ?? 'nowhere';
    throw error;
  }
}

describe.each(composedOn)('parse trees on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each([
    ['one level', smallConfig({ childrenPerLevel: [3], scaleOffset: [0.2] })],
    ['two levels', twoLevels],
    ['three levels', threeLevels],
    ['two levels with soft borders', { ...twoLevels, ...soft }],
    ['three levels with soft borders', { ...threeLevels, ...soft }],
  ])('re-rendering gives the composed reconstruction, %s', async (_, config) => {
    for (const seed of [1, 2, 3]) {
      const { trees, canvases } = await drawn(config, seed);
      trees.forEach((tree, i) => {
        const raster = renderTree(tree, { width: 12, height: 9 });
        expect(Math.max(...raster.data)).toBeGreaterThan(0.1);
        expect(difference(raster.data, canvases[i]!)).toBeLessThan(2e-4 * Math.max(...raster.data));
      });
    }
  });

  test('levels, children and maps', async () => {
    const [tree] = (await drawn(threeLevels, 4)).trees;
    expect(tree).toMatchObject({ schema: 'rnp-parse-tree', version: 1, imageShape: [9, 12, 2] });
    expect(tree!.root).toMatchObject({ level: 3, step: 0, action: null, toParent: null });
    const part = tree!.root.children[1]!;
    const leaf = part.children[2]!.children[0]!;
    expect([part.level, part.step, leaf.level, leaf.step]).toEqual([2, 2, 0, 1]);
    expect([part.children.length, leaf.children.length, leaf.program.length]).toEqual([3, 0, 5]);
    expect(leaf.patch!.shape).toEqual([4, 5, 2]);
    expect(part.toImage).toEqual(part.toParent);
    expect(part.patch).toBeUndefined();
  });

  test('nothing leaks', async () => {
    const params = boldParameters(twoLevels);
    const program = normals([2, 5], 1) as tf.Tensor2D;
    const unrolled = unroll(params, twoLevels, program);
    expect(await leakedTensors(() => parseTrees(unrolled, twoLevels))).toBe(0);
    tf.dispose([unrolled, program, ...Object.values(params)]);
  });
});

const identity = [
  [1, 0, 0],
  [0, 1, 0],
] as const;

describe('renderTree', () => {
  let two: ParseTree;
  let three: ParseTree;
  let softThree: ParseTree;
  beforeAll(async () => {
    await useBackend('cpu');
    softThree = (await drawn({ ...threeLevels, ...soft }, 6)).trees[0]!;
    two = (await drawn(twoLevels, 5)).trees[0]!;
    three = (await drawn(threeLevels, 6)).trees[0]!;
  });

  test('a tree says how its frames end, where they are soft', async () => {
    expect(three).not.toHaveProperty('border');
    expect(softThree.border).toBe('soft');
    expect((await drawn({ ...threeLevels, border: 'soft' }, 6)).trees[0]).not.toHaveProperty('border');
    expect(parseTreeFromJson(JSON.stringify(softThree))).toEqual(softThree);
    expect(parseTreeFromJson({ ...three, border: 'hard' })).toEqual(three);
    expect(problemOf({ ...three, border: 'torn' })).toBe('border');
    const size = { width: 12, height: 9 };
    expect(() => renderTree({ ...three, border: 'torn' as 'soft' }, size)).toThrow('border');
    // Softening adds a rim outside and takes nothing away.
    const [sharp, softer] = [three, softThree].map((tree) => renderTree(tree, size).data);
    expect(softer!.every((value, i) => value >= sharp![i]! - 1e-6)).toBe(true);
    expect(difference(softer!, sharp!)).toBeGreaterThan(0.01);
  });

  test.each(['hard', 'soft'])(
    'a finer drawing passes through the coarser one’s pixels, %s borders',
    (border) => {
      const tree = border === 'soft' ? softThree : three;
      const coarse = renderTree(tree, { width: 12, height: 9 });
      const fine = renderTree(tree, { width: 45, height: 17 });
      for (let y = 0; y < 9; y++) {
        for (let x = 0; x < 12; x++) {
          for (let c = 0; c < 2; c++) {
            const at = (y * 2 * 45 + x * 4) * 2 + c;
            expect(Math.abs(fine.data[at]! - coarse.data[(y * 12 + x) * 2 + c]!)).toBeLessThan(1e-4);
          }
        }
      }
    },
  );

  test('a whole is the sum of its parts, drawn by path or as lone nodes', () => {
    const size = { width: 30, height: 20 };
    for (const tree of [two, three, softThree]) {
      const whole = renderTree(tree, size).data;
      const parts = tree.root.children.map((_, i) => renderTree(tree, { ...size, path: [i] }).data);
      expect(difference(whole, sum(parts))).toBeLessThan(1e-4);
      // A node without its tree cuts off.
      if (tree === softThree) continue;
      const nodes = tree.root.children.map((node) => renderTree(node, size).data);
      expect(difference(whole, sum(nodes))).toBeLessThan(1e-4);
      const below = tree.root.children.flatMap((node, i) =>
        node.children.map((_, j) => renderTree(tree, { ...size, path: [i, j] }).data),
      );
      expect(difference(whole, sum(below))).toBeLessThan(1e-4);
    }
    // Two levels: a lone leaf still knows its parent's frame.
    const leaves = two.root.children.flatMap((node) =>
      node.children.map((leaf) => renderTree(leaf, size).data),
    );
    expect(difference(renderTree(two, size).data, sum(leaves))).toBeLessThan(1e-4);
  });

  test('a node’s own frame is the tree below it, drawn as an image', () => {
    const size = { width: 31, height: 23 };
    const node = three.root.children[1]!;
    const softly = renderTree({ ...softThree, root: rerooted(softThree.root.children[1]!) }, size);
    const softPart = renderTree(softThree, { ...size, frame: 'own', path: [1] });
    expect(difference(softPart.data, softly.data)).toBe(0);
    const asImage = renderTree({ ...three, root: rerooted(node) }, size);
    expect(difference(renderTree(node, { ...size, frame: 'own' }).data, asImage.data)).toBe(0);
    expect(difference(renderTree(three, { ...size, frame: 'own', path: [1] }).data, asImage.data)).toBe(0);
  });

  test('a leaf in its own frame at its own size is its patch', () => {
    const leaf = two.root.children[0]!.children[1]!;
    const raster = renderTree(leaf, { width: 5, height: 4, frame: 'own' });
    expect(raster).toMatchObject({ width: 5, height: 4, channels: 2 });
    expect(difference(raster.data, leaf.patch!.data)).toBeLessThan(1e-6);
  });

  test('walking bounding boxes loses no pixel', () => {
    // Every second pixel of the doubled raster lies where one of the raster does, in other boxes.
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), (width, height) => {
        const raster = renderTree(two, { width, height });
        const doubled = renderTree(two, { width: 2 * width - 1, height: 2 * height - 1 });
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const [a, b] = [(y * width + x) * 2, (2 * y * (2 * width - 1) + 2 * x) * 2];
            expect(Math.abs(raster.data[a]! - doubled.data[b]!)).toBeLessThan(1e-4);
          }
        }
      }),
      { numRuns: 20 },
    );
  });

  test('sizes and paths out of range are named', () => {
    expect(() => renderTree(two, { width: 0, height: 4 })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG' }),
    );
    expect(() => renderTree(two, { width: 4, height: 1.5 })).toThrow('height');
    expect(() => renderTree(two, { width: 16384, height: 16384 })).toThrow('pixels');
    expect(() => renderTree(two, { width: 4, height: 4, path: [0, 9] })).toThrow(
      'path[1]: no child has the index 9; indices are 0 to ',
    );
  });

  test.each(['__proto__', 'length', 'map', '0', -1, 0.5, Number.NaN, null, {}])(
    'a path of %p leads nowhere, in every function that takes one',
    (index) => {
      const path = [index] as unknown as number[];
      const [action, subtree] = [two.root.children[0]!.action!, two.root.children[0]!];
      expect(() => renderTree(two, { width: 4, height: 4, path })).toThrow(
        expect.objectContaining({ code: 'RNP_CONFIG' }),
      );
      expect(() => placePart(two, path, action, 0.2)).toThrow(
        expect.objectContaining({ code: 'RNP_PARSE_TREE' }),
      );
      expect(() => replacePart(two, path, subtree)).toThrow(
        expect.objectContaining({ code: 'RNP_PARSE_TREE' }),
      );
    },
  );

  test('channels count in the size, and are the same in all leaves', () => {
    const wide = { ...two, imageShape: [28, 28, 65536] as const };
    expect(() => renderTree(wide, { width: 64, height: 64 })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG' }),
    );
    expect(() => renderTree(wide, { width: 16384, height: 4096 })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG' }),
    );
    expect(() => renderTree({ ...two, imageShape: [9, 12, 3] }, { width: 8, height: 8 })).toThrow(
      'a leaf of 2 channels',
    );
  });

  test('leaves × pixels that are too much are refused before one is drawn', () => {
    const leaf = { ...two.root.children[0]!.children[0]!, toParent: identity, toImage: identity };
    const part = { ...two.root.children[0]!, toParent: identity, toImage: identity };
    const full = (count: number): ParseTree => ({
      ...two,
      root: { ...two.root, children: [{ ...part, children: new Array<ParseNode>(count).fill(leaf) }] },
    });
    const size = { width: 4096, height: 4096 };
    expect(() => renderTree(full(1000), size)).toThrow(/Draw it smaller/);
    // A tree of a thousand small leaves is drawn.
    expect(renderTree(full(1000), { width: 20, height: 20 }).data[0]).toBeDefined();
  });

  test('trees that never end are refused', () => {
    const node = { ...two.root.children[0]!, children: [] as ParseNode[] };
    node.children.push(node);
    expect(() => renderTree(node, { width: 4, height: 4 })).toThrow('deeper than 64');
    expect(() => replacePart(two, [0], node)).toThrow(expect.objectContaining({ code: 'RNP_PARSE_TREE' }));
  });
});

describe('parseTreeFromJson', () => {
  let tree: ParseTree;
  beforeAll(async () => {
    await useBackend('cpu');
    tree = (await drawn(twoLevels, 7)).trees[0]!;
  });

  test('gives back what was written', () => {
    expect(parseTreeFromJson(JSON.stringify(tree))).toEqual(tree);
    expect(parseTreeFromJson(JSON.parse(JSON.stringify({ ...tree, note: 'unknown fields go' })))).toEqual(
      tree,
    );
  });

  test('names the place', () => {
    const broken = (change: (copy: Mutable) => void): string => {
      const copy = JSON.parse(JSON.stringify(tree)) as Mutable;
      change(copy);
      return problemOf(copy);
    };
    const leaf = (copy: Mutable): Mutable => copy.root.children[2].children[1];
    expect(broken((copy) => delete leaf(copy).patch)).toBe('root.children[2].children[1].patch');
    expect(broken((copy) => leaf(copy).patch.data.pop())).toBe('root.children[2].children[1].patch.data');
    expect(broken((copy) => (leaf(copy).patch.shape[2] = 3))).toBe(
      'root.children[2].children[1].patch.shape[2]',
    );
    expect(broken((copy) => (leaf(copy).toParent[1][0] = null))).toBe(
      'root.children[2].children[1].toParent[1][0]',
    );
    expect(broken((copy) => (copy.root.children[0].level = 2))).toBe('root.children[0].level');
    expect(broken((copy) => copy.root.children.reverse())).toBe('root.children[0].step');
    expect(broken((copy) => (copy.root.action = [0, 0, 0, 0, 0, 0]))).toBe('root');
    expect(broken((copy) => (copy.version = 2))).toBe('version');
    expect(problemOf('{')).toBe('tree');
    expect(problemOf({})).toBe('schema');
  });

  test('deep or self-containing data is refused, not followed to the end', () => {
    const loop: Mutable = JSON.parse(JSON.stringify(tree.root));
    loop.children[0] = loop;
    expect(problemOf({ ...tree, root: loop })).toBe('root.children[0].level');
    expect(problemOf('['.repeat(1e6))).toBe('tree');
    expect(problemOf({ ...tree, root: { ...tree.root, level: 1e9 } })).toBe('root.level');
  });

  test('arbitrary data gives a tree or a RnpError, nothing else', () => {
    fc.assert(fc.property(fc.anything(), (data) => typeof problemOf(data) === 'string'));
    fc.assert(fc.property(fc.string(), (text) => typeof problemOf(text) === 'string'));
    const text = JSON.stringify(tree);
    const place = fc.nat(text.length - 1);
    fc.assert(
      fc.property(place, place, fc.string(), (a, b, junk) => {
        const cut = text.slice(0, Math.min(a, b)) + junk + text.slice(Math.max(a, b));
        return typeof problemOf(cut) === 'string';
      }),
    );
  });

  test('any one value replaced gives a tree that draws, or a RnpError', () => {
    const paths = pathsOf(tree);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.anything(), (path, value) => {
        const copy = JSON.parse(JSON.stringify(tree)) as Mutable;
        const holder = path.slice(0, -1).reduce((at, key) => at[key], copy);
        holder[path.at(-1)!] = value;
        if (problemOf(copy) === '') renderTree(parseTreeFromJson(copy), { width: 8, height: 8 });
      }),
      { numRuns: 300 },
    );
  });
});

// biome-ignore lint/suspicious/noExplicitAny: JSON to be broken on purpose
type Mutable = any;

function sum(rasters: readonly Float32Array[]): Float32Array {
  return rasters[0]!.map((_, i) => rasters.reduce((total, raster) => total + raster[i]!, 0));
}

/** The node as the root of a tree of its own. */
function rerooted(node: ParseNode): ParseNode {
  const identity = [
    [1, 0, 0],
    [0, 1, 0],
  ] as const;
  return { ...node, step: 0, action: null, toParent: null, toImage: identity };
}

/** The way to every value in a piece of JSON. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, child]) => pathsOf(child, [...path, key]));
  return path.length > 0 ? [path, ...inner] : inner;
}
