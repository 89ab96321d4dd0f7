import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { createRnp, evaluate, infer, modelToFiles, type Rnp } from '../src/index.js';
import { smallRnp } from './smallRnp.js';
import { strokes, strokeValues } from './strokes.js';
import { tinyEncoder } from './tinyEncoder.js';

const shape = [10, 10, 1] as const;

describe.each(composedOn)('on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  /** What a model answers to images, each way; neither leaves a tensor. */
  async function answers(spoil: (model: Rnp) => void, pixels: Float32Array): Promise<unknown[]> {
    const codes: unknown[] = [];
    const left = await leakedTensors(async () => {
      const model = createRnp(smallRnp(10), { encoder: tinyEncoder });
      spoil(model);
      const images = tf.tensor4d(pixels, [pixels.length / 100, ...shape]);
      const program = model.samplePrior(images.shape[0], 1);
      const calls = [
        () => model.parse(images),
        () => model.parseMetrics(images),
        () => evaluate(model, [pixels]),
        () => infer(model, images, { steps: 2 }),
      ];
      codes.length = 0;
      for (const call of calls) {
        codes.push(
          await call().then(
            () => 'answered',
            (error: { readonly code?: string }) => error.code,
          ),
        );
      }
      tf.dispose([images, program]);
      model.dispose();
    });
    expect(left).toBe(0);
    return codes;
  }

  test('weights that overflow give RNP_DIVERGED, never an answer', async () => {
    const spoil = (model: Rnp): void => {
      const { parameters, runningStatistics } = model.weights;
      const large = Object.entries(parameters).map(([name, value]) => [
        name,
        name.startsWith('decoder/') ? tf.fill(value.shape, 3e38) : tf.clone(value),
      ]);
      const old = model.replaceWeights({ parameters: Object.fromEntries(large), runningStatistics });
      tf.dispose(old.parameters as tf.NamedTensorMap);
    };
    expect(await answers(spoil, strokeValues(2, shape))).toEqual(new Array(4).fill('RNP_DIVERGED'));
  });

  test('a value that is no number in one image is RNP_IMAGES', async () => {
    const pixels = strokeValues(3, shape);
    pixels[150] = Number.NaN;
    expect(await answers(() => undefined, pixels)).toEqual(new Array(4).fill('RNP_IMAGES'));
  });

  test('after dispose every method is RNP_WEIGHTS', async () => {
    const model = createRnp(smallRnp(10), { encoder: tinyEncoder });
    const [images, program] = [strokes(1, shape), model.samplePrior(1, 1)];
    model.dispose();
    model.dispose();
    const calls: readonly (() => unknown)[] = [
      () => model.weights,
      () => model.encode(images),
      () => model.decode(program),
      () => model.reconstruct(images),
      () => model.samplePrior(1, 1),
      () => model.interpolate(program, program, 3),
      () => model.blend(program),
      () => model.parse(images),
      () => model.parsePrograms(program),
      () => model.parseMetrics(images),
      () => model.tally(images),
      () => model.tallyPrograms(program),
      () => evaluate(model, [strokeValues(1, shape)]),
      () => infer(model, images),
      () => modelToFiles(model),
    ];
    for (const call of calls) {
      await expect((async () => call())()).rejects.toMatchObject({ code: 'RNP_WEIGHTS' });
    }
    tf.dispose([images, program]);
  });

  test.each([1, 2, 3, 7, 1001])(
    '%d frames between two programs begin and end with them, to the bit',
    (frames) => {
      const model = createRnp(smallRnp(10), { encoder: tinyEncoder });
      tf.tidy(() => {
        const ends = model.samplePrior(2, 3);
        const [from, to] = [0, 1].map((row) => tf.slice(ends, [row, 0], [1, 4])) as [
          tf.Tensor2D,
          tf.Tensor2D,
        ];
        const rows = model.interpolate(from, to, frames).dataSync();
        expect(rows).toHaveLength(4 * frames);
        expect(rows.slice(0, 4)).toEqual(from.dataSync());
        if (frames > 1) expect(rows.slice(-4)).toEqual(to.dataSync());
        expect(model.blend(ends, [0, 7]).dataSync()).toEqual(to.dataSync());
      });
      model.dispose();
    },
  );
});
