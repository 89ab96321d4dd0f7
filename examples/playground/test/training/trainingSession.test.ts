import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import type { Checkpoint } from '../../src/training/checkpoint.js';
import type { FromTrainer } from '../../src/training/messages.js';
import { trainingSession } from '../../src/training/trainingSession.js';
import { barData, bars, tinyRecipe } from '../tinyRecipe.js';

interface Session {
  readonly from?: Checkpoint;
  /** Stops once this step is reported. */
  readonly until?: number;
  readonly steps?: number;
  readonly saveAt?: number;
}

async function run({ from, until, steps = 40, saveAt }: Session = {}): Promise<FromTrainer[]> {
  const told: FromTrainer[] = [];
  let [asked, paused] = [false, false];
  await trainingSession({
    recipe: tinyRecipe(steps),
    from: from ?? null,
    data: barData,
    shown: bars.subarray(0, 2 * 144),
    tell: (message) => {
      told.push(message);
      if (message.type !== 'progress') return;
      if (message.point.step === until) paused = true;
      if (message.point.step === saveAt) asked = true;
    },
    pauseAsked: () => paused,
    saveAsked: () => {
      const now = asked;
      asked = false;
      return now;
    },
  });
  return told;
}

function ofType<T extends FromTrainer['type']>(
  told: readonly FromTrainer[],
  type: T,
): (FromTrainer & { readonly type: T })[] {
  return told.filter((message): message is FromTrainer & { readonly type: T } => message.type === type);
}

const end = (told: readonly FromTrainer[]): FromTrainer & { readonly type: 'stopped' } =>
  ofType(told, 'stopped')[0]!;

const sameWeights = (a: Checkpoint, b: Checkpoint): boolean =>
  Buffer.compare(a.model['model.safetensors'], b.model['model.safetensors']) === 0 &&
  Buffer.compare(a.adam, b.adam) === 0;

describe('a session of training', () => {
  beforeAll(() => useBackend('wasm'));

  test('tells of its start, its figures, its pictures and its end, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const told = await run({ steps: 200 });
    expect(tf.memory().numTensors).toBe(before);
    expect(told[0]).toEqual({ type: 'started', backend: 'wasm', step: 0 });
    const curve = ofType(told, 'progress').map(({ point }) => point);
    expect(curve.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, i) => 5 * (i + 1)));
    expect(curve.at(-1)!.ssePerImage).toBeLessThan(0.9 * curve[0]!.ssePerImage);
    expect(ofType(told, 'figures')[0]!.figures.purity.length).toBe(2);
    const pictures = ofType(told, 'pictures');
    expect(pictures[0]!.pictures.trees.map(({ root }) => root.children.length)).toEqual([2, 2]);
    const { reason, checkpoint } = end(told);
    expect(reason).toBe('done');
    expect(checkpoint).toMatchObject({ step: 200, curve, recipe: tinyRecipe(200) });
    expect(checkpoint.pictures.trees).not.toEqual(pictures[0]!.pictures.trees);
  });

  test('the same recipe gives the same weights and the same curve', async () => {
    const [one, other] = [end(await run()).checkpoint, end(await run()).checkpoint];
    expect(sameWeights(one, other)).toBe(true);
    expect(one.curve).toEqual(other.curve);
  });

  test('paused and gone on, it ends with the weights of a run that never stopped', async () => {
    const paused = end(await run({ until: 20 }));
    expect([paused.reason, paused.checkpoint.step]).toEqual(['paused', 20]);
    // As it comes out of a store or a message.
    const rest = await run({ from: structuredClone(paused.checkpoint) });
    expect(rest[0]).toMatchObject({ type: 'started', step: 20 });
    const [whole, resumed] = [end(await run()).checkpoint, end(rest).checkpoint];
    expect(sameWeights(whole, resumed)).toBe(true);
    expect(resumed.curve).toEqual(whole.curve);
    expect(resumed.seconds).toBeGreaterThan(paused.checkpoint.seconds);
  });

  test('a checkpoint that is asked for comes at the next report, and is one to go on from', async () => {
    const told = await run({ saveAt: 20 });
    // On a slow machine there are others: one comes unasked every other second.
    const asked = ofType(told, 'checkpoint').find(({ checkpoint }) => checkpoint.step === 20);
    expect(asked).toBeDefined();
    const resumed = end(await run({ from: asked!.checkpoint })).checkpoint;
    expect(sameWeights(resumed, end(told).checkpoint)).toBe(true);
  });

  test('a damaged checkpoint is refused, and leaves no tensor', async () => {
    const { checkpoint } = end(await run({ until: 10 }));
    const before = tf.memory().numTensors;
    const damaged = { ...checkpoint, adam: checkpoint.adam.slice(0, 900) };
    await expect(run({ from: damaged })).rejects.toMatchObject({ code: 'RNP_WEIGHTS' });
    expect(tf.memory().numTensors).toBe(before);
  });
});
