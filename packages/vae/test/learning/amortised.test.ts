import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  createConvVae,
  createRnp,
  infer,
  type Rnp,
  type TrainingConfig,
  train,
  trainingConfig,
} from '../../src/index.js';
import { energyTable, totals } from '../../src/infer/energy.js';
import type { FreeTree } from '../../src/infer/freeTree.js';
import { type LossGradients, lossGradients, lossOf } from '../../src/training/index.js';
import { learnedFrom } from '../../src/training/learnedFrom.js';
import { smallRnp } from '../smallRnp.js';
import { strokeData } from '../strokeData.js';
import { strokes } from '../strokes.js';
import { tinyEncoder } from '../tinyEncoder.js';

const learning = { learning: 'amortised', inferenceSteps: 3, inferenceRate: 0.1 } as const;
const make = (): Rnp => createRnp(smallRnp(10), { seed: 3, encoder: tinyEncoder });

/** What a step reads. */
interface Given {
  readonly model: Rnp;
  readonly images: tf.Tensor4D;
  readonly noise: tf.Tensor2D;
}

function given(): Given {
  return { model: make(), images: strokes(3, [10, 10, 1]), noise: normals([3, 4], 8) as tf.Tensor2D };
}

function free({ model, images, noise }: Given): void {
  model.dispose();
  tf.dispose([images, noise]);
}

const gradientsOf = ({ model, images, noise }: Given, config: TrainingConfig): LossGradients =>
  lossGradients(model.network, model.weights, images, noise, config);

const foundBy = ({ model, images, noise }: Given, config: TrainingConfig): FreeTree =>
  learnedFrom(model.network, model.weights, images, noise, config, undefined)!.tree;

describe.each(['cpu', 'wasm'] as const)('learning from what is found, on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('begins with the encoder’s answers and finds what infer finds', async () => {
    const all = given();
    const { model, images } = all;
    // By the default β the precisions are those of infer.
    const config = trainingConfig({ ...learning, inferenceSteps: 6 });
    const tree = foundBy(all, config);
    const { energies } = await infer(model, images, { steps: 6, learningRate: 0.1 });
    const table = energyTable(model, tree, images, { pixels: 1, top: 0.1, states: 0.1, actions: 0.1 });
    const found = [...totals(table).dataSync()];
    for (const [i, { total }] of energies.entries()) expect(found[i]! / total).toBeCloseTo(1, 4);
    tf.dispose([tree, table] as tf.TensorContainer);
    free(all);
  });

  test('the decoder follows the energy’s gradient at the trees found, and none goes through the steps', () => {
    const all = given();
    const { model, images } = all;
    const config = trainingConfig({ ...learning, lookWeight: 0, reduction: 'sum', beta: 0.6 });
    const { gradients, terms, runningStatistics } = gradientsOf(all, config);
    const tree = foundBy(all, config);
    const names = Object.keys(model.weights.parameters).filter((name) => name.startsWith('decoder/'));
    const precisions = { pixels: 1, top: 0.3, states: 0.3, actions: 0.3 };
    const expected = tf.tidy(() => {
      const twice = (...values: tf.Tensor[]): tf.Scalar => {
        const parameters = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
        const weights = { parameters, runningStatistics: {} };
        return tf.mul(
          2,
          tf.sum(totals(energyTable({ network: model.network, weights }, tree, images, precisions))),
        );
      };
      return tf.grads(twice)(names.map((name) => model.weights.parameters[name]!));
    });
    for (const [i, name] of names.entries()) {
      const size = tf.tidy(() => tf.norm(expected[i]!).dataSync()[0]!);
      expect(distance(gradients[name]!, expected[i]!)).toBeLessThan(1e-4 * (1 + size));
    }
    tf.dispose([gradients, terms, runningStatistics, tree, expected] as tf.TensorContainer);
    free(all);
  });

  test('the encoder learns to answer with the programs found, with its own precision', () => {
    const all = given();
    const { model, images } = all;
    const config = trainingConfig({ ...learning, lookWeight: 0, reduction: 'sum', beta: 0.6 });
    const { gradients, terms, runningStatistics } = gradientsOf(all, config);
    const tree = foundBy(all, config);
    const { mean, logVariance } = model.encode(images);
    const [z, m, lv] = [tree.program!, mean, logVariance].map((x) => [...x.dataSync()]);
    const pixels = images.dataSync();
    // −ln q of docs/model.md, by hand: its slope in the mean is −(z − mean)/σ², in the logVariance ½(1 − (z − mean)²/σ²).
    const slopes = {
      mean: z!.map((value, i) => -(value - m![i]!) * Math.exp(-lv![i]!)),
      logVariance: z!.map((value, i) => 0.5 * (1 - (value - m![i]!) ** 2 * Math.exp(-lv![i]!))),
    };
    for (const [kind, slope] of Object.entries(slopes)) {
      const own = [...gradients[`encoder/${kind}/kernel`]!.dataSync()];
      for (const [row, k] of [12, 34, 56].map((pixel, i) => [pixel, i] as const)) {
        const expected = [0, 1, 2].reduce(
          (sum, i) => sum + 0.6 * pixels[i * 100 + row]! * slope[i * 4 + k]!,
          0,
        );
        expect(own[row * 4 + k]!).toBeCloseTo(expected, 3);
      }
    }
    tf.dispose([gradients, terms, runningStatistics, tree, mean, logVariance] as tf.TensorContainer);
    free(all);
  });

  test('the loss of one look counts beside it by its weight', () => {
    const all = given();
    const { model, images, noise } = all;
    const more = { ...learning, overlap: [0.1, 0.2], weightNorm: 0.01, patchWeight: 0.1 };
    const lossWith = (settings: Partial<TrainingConfig>): number =>
      tf.tidy(() => {
        const { parameters, runningStatistics } = model.weights;
        const config = trainingConfig({ ...more, ...settings });
        return lossOf(
          model.network,
          parameters,
          runningStatistics,
          images,
          noise,
          config,
        ).total.dataSync()[0]!;
      });
    const alone = lossWith({ lookWeight: 0 });
    const look = lossWith({ learning: 'backprop', weightNorm: 0 });
    expect(lossWith({ lookWeight: 0.5 })).toBeCloseTo(alone + 0.5 * look, 3);
    free(all);
  });

  test('no tensor is left, nor when the images are none', async () => {
    const config = trainingConfig({ ...learning, overlap: [0.1, 0.1] });
    expect(
      await leakedTensors(() => {
        const all = given();
        tf.dispose(gradientsOf(all, config) as unknown as tf.TensorContainer);
        const wrong = trainingConfig({ ...config, overlap: [1, 2, 3] });
        expect(() => gradientsOf(all, wrong)).toThrow(/weights/);
        free(all);
      }),
    ).toBe(0);
  });

  test('is refused for what has no parts, and where nothing weighs what was not said', async () => {
    const run = async (model: Parameters<typeof train>[0], more: Partial<TrainingConfig>): Promise<void> => {
      for await (const _ of train(model, strokeData(), { ...learning, steps: 1, batchSize: 4, ...more }));
    };
    const vae = createConvVae({ imageShape: [10, 10, 1], latent: 3, hidden: 8, channels: [6, 4] });
    await expect(run(vae, {})).rejects.toMatchObject({ code: 'RNP_CONFIG', path: 'training.learning' });
    const model = make();
    await expect(run(model, { beta: 0 })).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      path: 'training.beta',
    });
    vae.dispose();
    model.dispose();
  });
});

test('what is found draws better from step to step of training, and so does one look', async () => {
  await useBackend('wasm');
  const model = createRnp(smallRnp(10), { seed: 3, encoder: tinyEncoder });
  const images = strokes(4, [10, 10, 1]);
  const errors = async (steps: number): Promise<number> =>
    (await infer(model, images, { steps })).squaredErrors.reduce((sum, error) => sum + error);
  const before = [await errors(0), await errors(5)];
  const run = { ...learning, steps: 40, batchSize: 4, learningRate: 5e-3, warmup: 5, parseEvery: 0 };
  for await (const _ of train(model, strokeData([10, 10, 1], 4), { ...run, inferenceSteps: 5 }));
  const after = [await errors(0), await errors(5)];
  for (const [i, error] of after.entries()) expect(error).toBeLessThan(0.95 * before[i]!);
  expect(after[1]!).toBeLessThan(after[0]!);
  model.dispose();
  images.dispose();
});
