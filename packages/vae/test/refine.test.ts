import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { createConvVae, createRnp, evaluate, type Model, refine, type Weights } from '../src/index.js';
import { smallRnp } from './smallRnp.js';
import { strokes } from './strokes.js';

/** Σ squared error of each image as its program draws it. */
function errors(model: Model, images: tf.Tensor4D, program: tf.Tensor2D): number[] {
  return tf.tidy(() => [...tf.sum(tf.square(tf.sub(model.decode(program), images)), [1, 2, 3]).dataSync()]);
}

function brighter({ parameters, runningStatistics }: Weights): Weights {
  return { parameters: { ...parameters, 'decoder/up2/bias': tf.fill([1], 0.3) }, runningStatistics };
}

describe.each(['cpu', 'wasm'] as const)('refine on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('finds, from elsewhere, programs that draw what programs have drawn', async () => {
    const model = createConvVae({ imageShape: [12, 12, 1], latent: 4 }, { seed: 3 });
    // Bright enough that nothing it draws is below 0.
    tf.dispose(model.replaceWeights(brighter(model.weights)).parameters['decoder/up2/bias']!);
    const drawn = model.samplePrior(4, 1);
    const images = model.decode(drawn);
    const start = tf.add(drawn, 0.5) as tf.Tensor2D;
    const found = await refine(model, images, start, { steps: 60 });
    const [before, after] = [errors(model, images, start), errors(model, images, found)];
    for (const [image, error] of before.entries()) expect(after[image]!).toBeLessThan(0.1 * error);
    model.dispose();
    tf.dispose([drawn, images, start, found]);
  });

  test('never draws an image worse, however large the steps, and takes each for itself', async () => {
    const model = createRnp(smallRnp(12), { seed: 3 });
    const images = strokes(3, [12, 12, 1]);
    const { mean } = model.encode(images);
    const wild = await refine(model, images, mean, { steps: 5, learningRate: 30 });
    const before = errors(model, images, mean);
    for (const [i, error] of errors(model, images, wild).entries()) {
      expect(error).toBeLessThanOrEqual(before[i]! + 1e-4);
    }
    const onTheWay: number[][] = [];
    const all = await refine(model, images, mean, {
      steps: 4,
      onStep: (step, program) => {
        onTheWay.push([step, ...errors(model, images, program)]);
      },
    });
    expect(onTheWay.map(([step]) => step)).toEqual([1, 2, 3, 4]);
    expect(onTheWay.at(-1)!.slice(1)).toEqual(errors(model, images, all));
    for (const [i] of before.entries()) {
      const falling = onTheWay.map((row) => row[i + 1]!);
      expect(falling).toEqual([...falling].sort((a, b) => b - a));
    }
    const alone = await refine(model, tf.slice(images, [1], [1]), tf.slice(mean, [1], [1]), { steps: 4 });
    const expected = tf.slice(all, [1], [1]);
    expect(Math.max(...tf.abs(tf.sub(alone, expected)).dataSync())).toBeLessThan(1e-4);
    model.dispose();
  });

  test('leaves weights and programs as they are, and no tensor', async () => {
    const model = createConvVae({ imageShape: [12, 12, 1], latent: 4 }, { seed: 3 });
    const images = strokes(2, [12, 12, 1]);
    const { mean, logVariance } = model.encode(images);
    const [program, weights] = [[...mean.dataSync()], JSON.stringify(await sums(model))];
    (await refine(model, images, mean, { steps: 1 })).dispose();
    const leaked = await leakedTensors(async () => {
      (await refine(model, images, mean, { steps: 3 })).dispose();
      const stopped = refine(model, images, mean, { signal: AbortSignal.abort() });
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    });
    expect(leaked).toBe(0);
    expect([...mean.dataSync()]).toEqual(program);
    expect(JSON.stringify(await sums(model))).toBe(weights);
    model.dispose();
    tf.dispose([images, mean, logVariance]);
  });

  test('evaluate measures the programs that it finds', async () => {
    const model = createRnp(smallRnp(12), { seed: 3 });
    const images = strokes(3, [12, 12, 1]);
    const batches = [images.dataSync() as Float32Array];
    const { mean, logVariance } = model.encode(images);
    const found = await refine(model, images, mean, { steps: 6 });
    const expected = errors(model, images, found).reduce((sum, error) => sum + error, 0) / 3;
    const leaked = await leakedTensors(async () => {
      const [plain, refined] = [
        await evaluate(model, batches),
        await evaluate(model, batches, { refined: { steps: 6 } }),
      ];
      expect(refined.ssePerImage).toBeCloseTo(expected, 3);
      expect(refined.ssePerImage).toBeLessThan(plain.ssePerImage);
      expect(refined.klPerImage).toBeCloseTo(plain.klPerImage, 5);
      expect(refined.parse).not.toEqual(plain.parse);
    });
    expect(leaked).toBe(0);
    model.dispose();
    tf.dispose([images, mean, logVariance, found]);
  });
});

test.each([
  [{ steps: -1 }, 'RNP_CONFIG', 'options.steps'],
  [{ steps: 1.5 }, 'RNP_CONFIG', 'options.steps'],
  [{ learningRate: 0 }, 'RNP_CONFIG', 'options.learningRate'],
  [{ learningRate: Number.NaN }, 'RNP_CONFIG', 'options.learningRate'],
])('%p is refused by name', async (options, code, path) => {
  await useBackend('cpu');
  const model = createRnp(smallRnp(12), { seed: 3 });
  const refused = refine(model, strokes(1, [12, 12, 1]), tf.zeros([1, 4]), options);
  await expect(refused).rejects.toMatchObject({ code, path });
  model.dispose();
});

test('a program for each image is asked for', async () => {
  const model = createRnp(smallRnp(12), { seed: 3 });
  const refused = refine(model, strokes(2, [12, 12, 1]), tf.zeros([3, 4]));
  await expect(refused).rejects.toMatchObject({ code: 'RNP_IMAGES' });
  model.dispose();
});

async function sums(model: Model): Promise<number[]> {
  const all = Object.values(model.weights.parameters).map((value) => tf.sum(value));
  return Promise.all(all.map(async (sum) => (await sum.data())[0]!));
}
