import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
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

describe('a model whose parts lie over each other', () => {
  beforeAll(() => useBackend('wasm'));

  test.each<RnpOptions['rendering']>(['composed', 'nested'])(
    'learns digits over bright grounds, %s, and is saved, loaded and resumed to the bit',
    async (rendering) => {
      const whole = over({ rendering });
      const expected = await trained(whole);
      const mean = (losses: readonly number[]): number => losses.reduce((sum, loss) => sum + loss, 0);
      expect(mean(expected.losses.slice(-5))).toBeLessThan(0.8 * mean(expected.losses.slice(0, 5)));

      const half = over({ rendering });
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
    const [alone, shared] = [over(), over()];
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
});
