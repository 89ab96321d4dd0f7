import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRandom } from '@rnp/nn';
import { expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as decoder from '../src/index.js';
import { smallConfig } from './smallDecoder.js';

/** A tree as JSON has tests of its own. */
const elsewhere = ['parseTreeFromJson'];

/** Calls with right arguments. */
async function rightCalls(): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const config = smallConfig();
  const params = decoder.initDecoder(config, createRandom(1));
  const unrolled = decoder.unroll(params, config, tf.zeros([1, 5]), { innerPatches: true });
  const [tree] = await decoder.parseTrees(unrolled, config);
  const tally = await decoder.tallyParse(unrolled, config);
  const weights = Object.fromEntries(
    Object.entries(decoder.stateShapes(config)).map(([name, shape]) => [name, tf.zeros([1, ...shape])]),
  );
  return {
    checkDecoderParameters: [params, config],
    composedMaps: [unrolled, config],
    customLeaf: [{ patch: [4, 5], shapes: { bias: [40] }, decode: () => tf.zeros([1, 4, 5, 2]) }],
    decodePatches: [weights, config, tf.zeros([1, 2, 5]), tf.zeros([1, 5])],
    decoderConfig: [{ latent: 3 }],
    decoderShapes: [config],
    figureAndGround: [
      {
        schema: 'rnp-parse-tree',
        version: 1,
        imageShape: [9, 12, 2],
        compositing: 'over',
        root: { ...tree!.root, children: [] },
      },
      { width: 12, height: 9 },
    ],
    evennessPenalty: [unrolled, decoder.render(unrolled, config), config, [1, 1]],
    initDecoder: [config, createRandom(1)],
    drawLeaves: [unrolled, config, decoder.composedMaps(unrolled, config)],
    overlapPenalty: [decoder.render(unrolled, config), [0.1, 0.1]],
    parseMetrics: [[tally]],
    parseTrees: [unrolled, config, [], [[[true, false, true]]]],
    partViews: [unrolled, config, tf.zeros([1, 9, 12, 2]), 1],
    patchLoss: [unrolled, config, tf.zeros([1, 9, 12, 2])],
    placePart: [tree, [0], [0, 0, 0, 0, 0, 0], 1],
    policyShapes: [config],
    render: [unrolled, config],
    renderComposed: [unrolled, config, { parts: true }],
    renderNested: [unrolled, config, { placed: true }],
    renderTree: [tree, { width: 12, height: 9, frame: 'own', path: [0] }],
    replacePart: [tree, [0], tree!.root.children[1]],
    predictChildren: [params, config, tf.zeros([1, 5]), unrolled.levels.slice(0, 1)],
    requireLeaf: [config],
    stateShapes: [config],
    tallyParse: [unrolled, config],
    // What it returns elsewhere holds a tensor until it is disposed of.
    treeEnergy: [params, smallConfig({ rendering: 'nested' })],
    unrollInferred: [params, config, tf.zeros([1, 5]), unrolled.levels.slice(0, 1)],
    unroll: [params, config, tf.zeros([1, 5]), { innerPatches: true }],
    presentChildren: [[[[true, false, true]]], config],
    withoutAbsent: [unrolled, config, [[[true, false, true]]]],
  };
}

beforeAll(() => useBackend('wasm'));

const functions = exportedFunctions(decoder).filter((name) => !elsewhere.includes(name));

test('every exported function is called below', async () => {
  expect(Object.keys(await rightCalls()).sort()).toEqual(functions);
});

test.each(functions)('%s throws its own errors and leaves no tensor', async (name) => {
  const call = (decoder as unknown as Record<string, (...all: unknown[]) => unknown>)[name]!;
  await expectOwnErrors(call, (await rightCalls())[name]!);
});

test.each<[string, unknown, string]>([
  ['nothing', null, 'tree'],
  ['an empty object', {}, 'tree.root'],
  ['a tree whose parts are summed', { root: {} }, 'tree.compositing'],
  ['a tree of no image', { root: {}, compositing: 'over' }, 'imageShape'],
])('%s has no figure and ground, and what is missing is named', (_, given, path) => {
  expect(() => decoder.figureAndGround(given as never, { width: 2, height: 2 })).toThrow(
    expect.objectContaining({ code: 'RNP_PARSE_TREE', path }),
  );
});

test('weights that fit no machine are refused from the settings alone, naming the one at fault', () => {
  const all = { latent: 65536, hidden: 65536, hyperHidden: 65536, cellInput: 65536 };
  expect(() => decoder.decoderConfig(all)).toThrow(/GiB\), more than/);
  for (const name of Object.keys(all)) {
    if (name === 'cellInput') continue;
    expect(() => decoder.decoderConfig({ [name]: 65536 })).toThrow(new RegExp(`^${name}:`));
  }
  expect(() => decoder.decoderConfig({ leaf: { kind: 'dense', patch: [16384, 16384] } })).toThrow(/leaf:/);
});

test.each([1e308, -1e4, Number.NaN, '1.6' as unknown as number])(
  'a scaleOffset of %p is refused',
  (offset) => {
    expect(() => decoder.decoderConfig({ scaleOffset: offset })).toThrow(
      /scaleOffset: must be a number from/,
    );
    expect(() => decoder.decoderConfig({ scaleOffset: [1.6, offset] })).toThrow(/scaleOffset\[1\]/);
  },
);

test.each([Number.NaN, Number.POSITIVE_INFINITY])('a parse that holds %p is RNP_DIVERGED', async (value) => {
  const config = smallConfig();
  const params = decoder.initDecoder(config, createRandom(1));
  const unrolled = decoder.unroll(params, config, tf.fill([1, 5], value) as tf.Tensor2D);
  await expect(decoder.parseTrees(unrolled, config)).rejects.toMatchObject({ code: 'RNP_DIVERGED' });
  await expect(decoder.tallyParse(unrolled, config)).rejects.toMatchObject({ code: 'RNP_DIVERGED' });
});

test.each([
  ['root', null, 'root'],
  ['children', undefined, 'root.children'],
  ['toImage', [[1, 0, 0]], 'root.toImage'],
  [
    'toParent',
    [
      [1, 0, Number.NaN],
      [0, 1, 0],
    ],
    'root.children[1].toParent[0][2]',
  ],
  ['patch', null, 'root.children[1].children[0].patch'],
  ['shape', [2, 2], 'root.children[1].children[0].patch.shape'],
  ['data', 'AAAA', 'root.children[1].children[0].patch.data'],
] as const)('a tree whose %s is %p is not drawn, and the place is named', async (field, value, path) => {
  const config = smallConfig();
  const unrolled = decoder.unroll(decoder.initDecoder(config, createRandom(1)), config, tf.zeros([1, 5]));
  const [right] = await decoder.parseTrees(unrolled, config);
  const tree = JSON.parse(JSON.stringify(right));
  const part = tree.root.children[1];
  const leaf = part.children[0];
  const owners = { root: tree, children: tree.root, toImage: tree.root, toParent: part, patch: leaf };
  const owner = field === 'shape' || field === 'data' ? leaf.patch : owners[field];
  owner[field] = value;
  expect(() => decoder.renderTree(tree, { width: 12, height: 9 })).toThrow(
    expect.objectContaining({ code: 'RNP_PARSE_TREE', path }),
  );
});
