import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { figureAndGround } from '@rnp/recursive-decoder';
import { distance, leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  adamFromSafetensors,
  adamToSafetensors,
  createRnp,
  deform,
  evaluate,
  expectedShapes,
  infer,
  type Model,
  modelFromFiles,
  modelToFiles,
  type Rnp,
  type RnpOptions,
  rebornParts,
  sampleTrees,
  type TrainOptions,
  train,
} from '../../src/index.js';
import { smallRnp } from '../smallRnp.js';
import { threadSpawner } from '../workers/threadSpawner.js';
import { digitsOnGround } from './digitsOnGround.js';

const over = (more: RnpOptions = {}, seed = 3): Rnp =>
  createRnp({ ...smallRnp(14), hidden: 16, compositing: 'over', ...more }, { seed });

const options: TrainOptions = {
  steps: 30,
  batchSize: 8,
  seed: 2,
  warmup: 0,
  learningRate: 1e-3,
  overlap: [0.01, 0.01],
  overlapDelay: 0,
  overlapWarmup: 5,
  logEvery: 1,
  parseEvery: 0,
};

const data = await digitsOnGround();
const images = (count: number): tf.Tensor4D =>
  tf.tensor4d(data.all.slice(0, count * 196), [count, 14, 14, 1]);

/** The losses, and the optimiser's state at the end as its file has it. */
async function trained(
  model: Model,
  more: TrainOptions = {},
): Promise<{ readonly losses: readonly number[]; readonly adam: Uint8Array }> {
  const losses: number[] = [];
  let adam: Uint8Array = new Uint8Array();
  for await (const event of train(model, data, { ...options, ...more })) {
    if (event.type === 'progress') losses.push(event.metrics.loss);
    if (event.type === 'end') adam = adamToSafetensors(event.state);
  }
  return { losses, adam };
}

/** What `digitsOnGround` has behind its first images. */
function grounds(count: number): tf.Tensor4D {
  const values = Float32Array.from({ length: count * 196 }, (_, at) => {
    const [image, y, x] = [Math.floor(at / 196), Math.floor(at / 14) % 14, at % 14];
    return 0.2 + (0.5 * (image % 2 === 0 ? x : y)) / 13;
  });
  return tf.tensor4d(values, [count, 14, 14, 1]);
}

describe('a model whose parts lie over each other', () => {
  beforeAll(() => useBackend('wasm'));

  test.each<[string, RnpOptions]>([
    ['composed', {}],
    ['nested', { rendering: 'nested' }],
    ['before a ground of the program', { ground: 'program' }],
  ])(
    'learns digits over bright grounds, %s, and is saved, loaded and resumed to the bit',
    async (_, more) => {
      const whole = over(more);
      const expected = await trained(whole);
      const mean = (losses: readonly number[]): number => losses.reduce((sum, loss) => sum + loss, 0);
      expect(mean(expected.losses.slice(-5))).toBeLessThan(0.8 * mean(expected.losses.slice(0, 5)));

      const half = over(more);
      const first = await trained(half, { until: 15 });
      const { model: loaded } = modelFromFiles(modelToFiles(half));
      expect(loaded.config).toEqual(half.config);
      const resume = adamFromSafetensors(first.adam, expectedShapes(loaded.network).parameters);
      const second = await trained(loaded, { resume });
      expect([...first.losses, ...second.losses]).toEqual(expected.losses);
      const shown = images(3);
      const [a, b] = [whole.reconstruct(shown), loaded.reconstruct(shown)];
      expect(distance(a, b)).toBe(0);
      tf.dispose([shown, a, b]);
      for (const model of [whole, half, loaded]) model.dispose();
    },
  );

  test('workers take the same steps', async () => {
    const steps = { steps: 5, learningRate: 1e-5 };
    const [alone, shared] = [over({ ground: 'program' }), over({ ground: 'program' })];
    const one = await trained(alone, { ...steps, workers: 1 });
    const two = await trained(shared, { ...steps, workers: 2, spawn: threadSpawner().spawn });
    two.losses.forEach((loss, i) => {
      expect(Math.abs(loss / one.losses[i]! - 1)).toBeLessThan(1e-5);
    });
    alone.dispose();
    shared.dispose();
  });

  test('is inferred, measured, sampled and bent, and leaves no tensor', async () => {
    const run = async (): Promise<void> => {
      const model = over({ looks: 'parts' });
      const shown = images(2);
      const begun = await infer(model, shown, { steps: 0 });
      const found = await infer(model, shown, { steps: 10, presence: { steps: 2, cost: 1 } });
      found.energies.forEach(({ total, parts = 0 }, i) => {
        expect(total - parts).toBeLessThan(begun.energies[i]!.total);
      });
      const again = await infer(model, shown, { steps: 0, start: begun.trees });
      expect(again.squaredErrors[0]).toBeCloseTo(begun.squaredErrors[0]!, 3);
      const measured = await evaluate(model, [data.all.slice(0, 392)], { inferred: { steps: 2 } });
      expect(measured.parse!.purity.every((purity) => purity > 0 && purity <= 1)).toBe(true);
      for await (const { tree, drawing } of sampleTrees(model, { count: 2, seed: 1, noise: 0.1 })) {
        expect(tree.compositing).toBe('over');
        expect(Math.max(...drawing)).toBeLessThanOrEqual(1);
      }
      const bent = await deform(model, found.trees, shown, {
        stages: [{ blur: 0, steps: 3, learningRate: 0.02 }],
      });
      expect(bent).toHaveLength(2);
      expect(() => rebornParts(begun.trees, data.all.slice(0, 392), begun.trees)).toThrow(
        /trees\[0\]\.compositing/,
      );
      model.dispose();
      shown.dispose();
    };
    await run();
    expect(await leakedTensors(run)).toBe(0);
  });

  test('a picture that is known to be behind them is drawn there, all the way through inference', async () => {
    const run = async (): Promise<void> => {
      const model = over({ ground: 'program', looks: 'parts' });
      const [shown, known] = [images(2), grounds(2)];
      const first = tf.tidy(() => tf.reshape(tf.slice(known, 0, 1), [14, 14, 1])) as tf.Tensor3D;
      const { trees, drawings, energies } = await infer(model, shown, {
        steps: 4,
        ground: known,
        presence: { steps: 2, cost: 1 },
      });
      const values = known.dataSync();
      trees.forEach((tree, i) => {
        expect(tree.ground!.shape).toEqual([14, 14, 1]);
        const { figure, ground } = figureAndGround(tree, { width: 14, height: 14 });
        expect(distance(tf.tensor1d(ground.data), [...values.slice(i * 196, (i + 1) * 196)])).toBeLessThan(
          1e-6,
        );
        // Where parts hide nothing, what is known is drawn.
        const missed = ground.data.map((value, at) =>
          figure.data[at]! > 1e-3 ? 0 : drawings[i]![at]! - value,
        );
        expect(Math.max(...missed.map(Math.abs))).toBeLessThan(2e-3);
      });
      const one = await infer(model, shown, { steps: 2, ground: first });
      expect(one.trees[1]!.ground!.data).toEqual(one.trees[0]!.ground!.data);
      const none = await infer(model, shown, { steps: 4 });
      expect(none.trees[0]!.ground!.shape).toEqual([7, 7, 1]);
      expect(none.energies[0]!.total).not.toBe(energies[0]!.total);
      const measured = await evaluate(model, [data.all.slice(0, 392)], {
        inferred: { steps: 2, ground: first },
      });
      expect(measured.ssePerImage).toBeCloseTo((one.squaredErrors[0]! + one.squaredErrors[1]!) / 2, 2);
      const drawn = [model.reconstruct(shown), model.reconstruct(shown, { ground: known })];
      expect(distance(drawn[0]!, drawn[1]!)).toBeGreaterThan(0.01);
      await expect(infer(model, shown, { ground: tf.zeros<tf.Rank.R4>([3, 14, 14, 1]) })).rejects.toThrow(
        /options\.ground/,
      );
      const summed = createRnp(smallRnp(14));
      const [broken, bytes] = [tf.fill([14, 14, 1], Number.NaN), tf.fill([14, 14, 1], 200)] as tf.Tensor3D[];
      await expect(infer(model, shown, { ground: broken! })).rejects.toMatchObject({
        code: 'RNP_IMAGES',
        path: 'options.ground',
        complaint: expect.stringContaining('no number'),
      });
      await expect(infer(model, shown, { ground: bytes! })).rejects.toThrow(
        /options\.ground.*divide by 255/s,
      );
      tf.dispose([broken, bytes] as tf.Tensor[]);
      await expect(infer(summed, shown, { ground: first })).rejects.toThrow(
        /options\.ground: .*compositing 'over'/,
      );
      expect(() => summed.reconstruct(shown, { ground: first })).toThrow(/compositing 'over'/);
      summed.dispose();
      model.dispose();
      tf.dispose([shown, known, first, ...drawn]);
    };
    await run();
    const before = tf.memory().numTensors;
    await run();
    // The test's own: what compares two grounds, and what is refused.
    expect(tf.memory().numTensors - before).toBe(3);
  });
});
