import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { createRnp, type TrainEvent, type TrainingData, type TrainOptions, train } from '../src/index.js';
import { lossOf } from '../src/training/index.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';
import { threadSpawner } from './workers/threadSpawner.js';

const options: TrainOptions = { steps: 4, batchSize: 4, warmup: 1, logEvery: 1, parseEvery: 0 };

/** Stroke data whose encoder sees the negative of what is to be drawn. */
function negatives(): TrainingData {
  const data = strokeData();
  return { ...data, seen: (request) => data.batch(request).map((value) => 1 - value) };
}

async function trained(data: TrainingData, more: TrainOptions = {}): Promise<TrainEvent[]> {
  const model = createRnp(smallRnp(10));
  const events: TrainEvent[] = [];
  for await (const event of train(model, data, { ...options, ...more })) events.push(event);
  model.dispose();
  return events;
}

function errors(events: readonly TrainEvent[]): number[] {
  return events.flatMap((event) => (event.type === 'progress' ? [event.metrics.ssePerImage] : []));
}

async function codeOf(run: () => unknown): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  return 'nothing';
}

describe.each(['cpu', 'wasm'] as const)('images that are seen otherwise, on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('the encoder sees one, the drawing is measured by the other', async () => {
    const model = createRnp(smallRnp(10));
    const { network, weights } = model;
    const request = { step: 0, batchSize: 3, seed: 1 };
    const shape = [3, ...network.imageShape] as [number, number, number, number];
    const leaked = await leakedTensors(() =>
      tf.tidy(() => {
        const [drawn, seen] = [strokeData().batch(request), negatives().seen!(request)].map((values) =>
          tf.tensor4d(values, shape),
        ) as [tf.Tensor4D, tf.Tensor4D];
        const noise = tf.zeros([3, network.latent]) as tf.Tensor2D;
        const config = { reduction: 'mean', beta: 0.2, weightNorm: 0, patchWeight: 0, overlap: [] } as const;
        const loss = (images: Parameters<typeof lossOf>[3]): ArrayLike<number> =>
          lossOf(
            network,
            weights.parameters,
            weights.runningStatistics,
            images,
            noise,
            config,
          ).terms.dataSync();
        // Of the batch's own moments, as in training.
        const { runningStatistics } = weights;
        const encoding = network.encoder.encode(
          encoderWeights(weights.parameters),
          runningStatistics,
          seen,
          true,
        );
        const canvas = network.decoder.decode(decoderWeights(weights.parameters), encoding.mean).canvas;
        const [expected] = tf.div(tf.sum(tf.squaredDifference(canvas, drawn)), 3).dataSync();
        expect(loss({ drawn, seen })[1]).toBeCloseTo(expected!, 3);
        expect(loss({ drawn, seen: drawn })).toEqual(loss(drawn));
        expect(() => loss({ drawn, seen: tf.slice(seen, [0], [2]) })).toThrow(
          expect.objectContaining({ code: 'RNP_IMAGES', path: 'images.seen' }),
        );
      }),
    );
    expect(leaked).toBe(0);
    model.dispose();
  });

  test('training learns from both, and from the same ones alike', async () => {
    const plain = errors(await trained(strokeData()));
    const same = strokeData();
    expect(errors(await trained({ ...same, seen: (request) => same.batch(request) }))).toEqual(plain);
    expect(errors(await trained(negatives()))).not.toEqual(plain);
  });
});

describe('images that are seen otherwise', () => {
  beforeAll(() => useBackend('wasm'));

  test('workers learn as one thread does, but for rounding', async () => {
    const alone = errors(await trained(negatives(), { workers: 1 }));
    const shared = errors(await trained(negatives(), { workers: 2, spawn: threadSpawner().spawn }));
    expect(shared).toHaveLength(alone.length);
    for (const [i, value] of shared.entries()) expect(value / alone[i]!).toBeCloseTo(1, 4);
  });

  test('a run that is stopped and resumed ends as one that was not', async () => {
    const whole = createRnp(smallRnp(10));
    for await (const _ of train(whole, negatives(), options));
    const halved = createRnp(smallRnp(10));
    const stop = new AbortController();
    let resume: TrainOptions['resume'];
    for await (const event of train(halved, negatives(), {
      ...options,
      checkpointEvery: 2,
      signal: stop.signal,
    })) {
      if (event.type === 'checkpoint' && event.step === 2) stop.abort();
      if (event.type === 'end') {
        const { adam, step } = event.state;
        resume = {
          step,
          adam: {
            first: copies(adam.first),
            second: copies(adam.second),
            updates: adam.updates,
          },
        };
      }
    }
    for await (const _ of train(halved, negatives(), { ...options, resume }));
    for (const [name, value] of Object.entries(whole.weights.parameters)) {
      expect(halved.weights.parameters[name]!.dataSync()).toEqual(value.dataSync());
    }
    whole.dispose();
    halved.dispose();
  });

  test('what is wrong with them is told by name', async () => {
    const data = strokeData();
    const short = { ...data, seen: () => new Float32Array(3) };
    expect(await codeOf(() => trained(short))).toMatchObject({ code: 'RNP_IMAGES', path: 'data.seen()' });
    const bright = { ...data, seen: (request: never) => data.batch(request).map((value) => 255 * value) };
    expect(await codeOf(() => trained(bright))).toMatchObject({ code: 'RNP_IMAGES' });
    expect(await codeOf(() => trained({ ...data, seen: 'all' as never }))).toMatchObject({
      code: 'RNP_IMAGES',
      path: 'data.seen',
    });
    const broken = {
      ...data,
      seen: (request: { step: number }) => {
        const values = data.batch(request as never);
        if (request.step > 0) values[5] = Number.NaN;
        return values;
      },
    };
    expect(await codeOf(() => trained(broken))).toMatchObject({
      code: 'RNP_DIVERGED',
      message: expect.stringContaining('NaN: mend the data'),
    });
    expect(await codeOf(() => trained(negatives(), { learning: 'local', localRule: 'exact' }))).toMatchObject(
      {
        code: 'RNP_CONFIG',
        path: 'training.learning',
      },
    );
  });
});

function copies(tensors: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, tf.clone(value)]));
}

function encoderWeights(parameters: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return under('encoder/', parameters);
}

function decoderWeights(parameters: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return under('decoder/', parameters);
}

function under(prefix: string, parameters: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(parameters)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
