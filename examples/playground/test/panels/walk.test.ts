import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { createRnp, lowerLevels, type Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from '../../src/engine/engine.js';
import { frames, programsBetween, walkPart, walkWhole } from '../../src/panels/walk/walk.js';
import { tinyRecipe } from '../tinyRecipe.js';

let model: Rnp;
let parts: Rnp;
let [a, b] = [undefined, undefined] as unknown as [ParseTree, ParseTree];

/** The engine's answers, of models on this thread. */
const engine: Engine = {
  ask: async (name, body) => {
    const { programs } = body as { readonly programs: readonly (readonly number[])[] };
    const tensor = tf.tensor2d(programs.map((program) => [...program]));
    const trees = await (name === 'draw' ? model : parts).parsePrograms(tensor);
    tensor.dispose();
    return { trees } as never;
  },
};

beforeAll(async () => {
  await useBackend('wasm');
  model = createRnp(tinyRecipe(1).model, { seed: 3 });
  parts = lowerLevels(model, 1, { encoder: 'kept' });
  const programs = model.samplePrior(2, 5);
  [a, b] = (await model.parsePrograms(programs)) as [ParseTree, ParseTree];
  programs.dispose();
});
afterAll(() => {
  model.dispose();
  parts.dispose();
});

const pixels = (tree: ParseTree): Float32Array => renderTree(tree, { width: 12, height: 12 }).data;
const closeTo = (one: ArrayLike<number>, other: ArrayLike<number>): boolean =>
  Array.from(one).every((value, i) => Math.abs(value - other[i]!) < 1e-5);

test('programs between two lie on the straight line, both ends included', () => {
  expect(programsBetween([0, 1], [1, 3], 3)).toEqual([
    [0, 1],
    [0.5, 2],
    [1, 3],
  ]);
});

test('whole images lead from the one to the other', async () => {
  const way = await walkWhole(engine, 1, a, b);
  expect(way.length).toBe(frames);
  expect(closeTo(pixels(way[0]!.image), pixels(a))).toBe(true);
  expect(closeTo(pixels(way.at(-1)!.image), pixels(b))).toBe(true);
});

test('a part walks alone, and in its place; the others stay', async () => {
  const way = await walkPart(engine, 1, [a, 1], [b, 0]);
  expect(closeTo(pixels(way[0]!.image), pixels(a))).toBe(true);
  const end = way.at(-1)!;
  expect(closeTo(pixels(end.image), pixels(a))).toBe(false);
  expect(end.image.root.children[0]).toBe(a.root.children[0]);
  expect(closeTo(end.image.root.children[1]!.program, b.root.children[0]!.program)).toBe(true);
  // By itself a part fills the canvas that it has in the image.
  const own = renderTree(b.root.children[0]!, { width: 12, height: 12, frame: 'own' });
  expect(closeTo(pixels(end.part!.tree), own.data)).toBe(true);
});

test('a part that is not there leads nowhere', async () => {
  expect(await walkPart(engine, 1, [a, 7], [b, 0])).toEqual([]);
});
