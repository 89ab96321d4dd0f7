import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { Presence, TreePresence } from '@rnp/recursive-decoder';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { fewerParts, type Taking, takingBegun } from '../../src/infer/fewerParts.js';
import { wholeInferOptions } from '../../src/infer/inferOptions.js';
import { type PresenceOptions, wholePresence } from '../../src/infer/presence.js';
import { allThere } from '../../src/infer/treePresence.js';
import type { Walk } from '../../src/infer/walk.js';

const childrenPerLevel = [2, 2] as const;

/** A way down on which nothing moves: what a tree misses is told by what is there alone. */
function resting(energyOf: (there: TreePresence, image: number) => number, seen: Presence[] = []): Walk {
  return async function* (_images, begin, steps, rows = []) {
    const { tree, presence = [] } = begin();
    seen.push(presence);
    let table: tf.Tensor2D | undefined;
    try {
      table = tf.tensor2d(presence.map((there, row) => [energyOf(there, rows[row]!)]));
      yield { at: steps, best: { tree, table } };
    } finally {
      tf.dispose([tree, table] as unknown as tf.TensorContainer);
    }
  };
}

/** All rounds of images that hold next to nothing, so that no part of the top program has to stay. */
async function left(
  energyOf: (there: TreePresence, image: number) => number,
  presence: PresenceOptions,
  images = 1,
): Promise<{ readonly presence: Presence; readonly rounds: readonly Presence[]; readonly marks: number[] }> {
  const all = Array.from({ length: images }, () => allThere(childrenPerLevel));
  const tree = { program: tf.tensor2d(all.map((_, image) => [image])) };
  const table = tf.tensor2d(all.map((there, image) => [energyOf(there, image)]));
  const black = tf.zeros([images, 2, 2, 1]) as tf.Tensor4D;
  const rounds: Presence[] = [];
  const options = wholePresence('presence', { cost: -1e3, levels: 2, ...presence }, 1);
  const infer = wholeInferOptions('options', {});
  let taking: Taking = await takingBegun(black, { tree, table, presence: all }, infer, options);
  tf.dispose([tree, table] as tf.TensorContainer);
  while (taking.trials.length > 0) taking = await fewerParts(taking, black, resting(energyOf, rounds));
  const { found } = taking;
  const marks = [...found.tree.program!.dataSync()];
  tf.dispose([black, found.tree, found.table] as tf.TensorContainer);
  return { presence: found.presence, rounds, marks };
}

const there = (pieces: string): TreePresence => [[true, true], [...pieces].map((is) => is === '1')];
const piecesOf = (tree: TreePresence): string => tree[1]!.map(Number).join('');

beforeAll(() => useBackend('wasm'));

test('one child of each part goes in the same round, where nothing is missed', async () => {
  const { presence, rounds } = await left(() => 5, { costBelow: 0.1 });
  // The first of those that are missed alike goes.
  expect(presence).toEqual([there('0101')]);
  // The top program's round, the trials of the pieces, and those that go together; then each part has one.
  expect(rounds.map((round) => round.length)).toEqual([3, 5, 1]);
  expect(piecesOf(rounds[2]![0]!)).toBe('0101');
});

test('two children that stand in for each other do not go together', async () => {
  const energyOf = (tree: TreePresence): number => (tree[1]![0] || tree[1]![2] ? 0 : 10);
  const { presence, rounds } = await left(energyOf, { costBelow: 0.1 });
  expect(rounds.some((round) => round.length === 1 && piecesOf(round[0]!) === '0101')).toBe(true);
  expect(energyOf(presence[0]!)).toBe(0);
  expect(piecesOf(presence[0]!).replaceAll('0', '')).toHaveLength(2);
});

test('a child stays that is missed by more than it costs', async () => {
  const missed = (tree: TreePresence): number => (tree[1]![1] ? 0 : 0.3);
  expect((await left(missed, { costBelow: 0.2 })).presence).toEqual([there('0101')]);
  // Both of the first part are missed by more.
  const both = (tree: TreePresence): number => missed(tree) + (tree[1]![0] ? 0 : 0.25);
  expect((await left(both, { costBelow: 0.2 })).presence).toEqual([there('1101')]);
  expect((await left(both, { costBelow: 0.26 })).presence).toEqual([there('0101')]);
});

test('a part that goes takes its children along, which are not tried', async () => {
  const needed = (tree: TreePresence): number => (tree[0]![1] ? 0 : 100) + (tree[1]![3] ? 0 : 1);
  const { presence, rounds } = await left(needed, { cost: 1, costBelow: 0.1 });
  expect(presence).toEqual([
    [
      [false, true],
      [false, false, false, true],
    ],
  ]);
  expect(
    rounds
      .slice(2)
      .flat()
      .every((tree) => !tree[1]![0] && !tree[1]![1]),
  ).toBe(true);
});

test('each image goes on with its own tree, however many trials go down at once', async () => {
  const needs = ['1010', '0110', '1111', '0101', '1001', '1011', '1101'];
  const energyOf = (tree: TreePresence, image: number): number =>
    [...piecesOf(tree)].reduce((sum, is, i) => sum + (needs[image]![i] === '1' && is === '0' ? 1 : 0), 0);
  const { presence, marks, rounds } = await left(energyOf, { costBelow: 0.1 }, needs.length);
  expect(presence.map(piecesOf)).toEqual(needs);
  expect(marks).toEqual([0, 1, 2, 3, 4, 5, 6]);
  // At most as many as the parts of the top programs and their whole trees.
  for (const round of rounds) expect(round.length).toBeLessThanOrEqual(3 * needs.length);
});

test('nothing leaks, also where a way down fails', async () => {
  expect(await leakedTensors(() => left(() => 5, { costBelow: 0.1 }, 2))).toBe(0);
  const broken = async (): Promise<void> => {
    const tree = { program: tf.zeros([1, 1]) };
    const table = tf.zeros([1, 1]) as tf.Tensor2D;
    const black = tf.zeros([1, 2, 2, 1]) as tf.Tensor4D;
    const options = wholePresence('presence', {}, 1);
    const given = { tree, table, presence: [allThere(childrenPerLevel)] };
    const taking = await takingBegun(black, given, wholeInferOptions('options', {}), options);
    const fails = resting(() => {
      throw new Error('no way');
    });
    await expect(fewerParts(taking, black, fails)).rejects.toThrow('no way');
    // What it began with stays the caller's.
    tf.dispose([tree, table, black, taking.found.tree, taking.found.table] as unknown as tf.TensorContainer);
  };
  expect(await leakedTensors(broken)).toBe(0);
});
