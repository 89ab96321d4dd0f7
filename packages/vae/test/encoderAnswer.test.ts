import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { createRnp, type Encoder, type Encoding, evaluate, type Model, train } from '../src/index.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';
import { strokes, strokeValues } from './strokes.js';
import { tinyEncoder } from './tinyEncoder.js';

const shape = [10, 10, 1] as const;

/** The tiny encoder, and what is made of its answer. */
const answering = (spoil: (answer: Encoding) => unknown): Encoder => ({
  ...tinyEncoder,
  encode: (...inputs) => spoil(tinyEncoder.encode(...inputs)) as Encoding,
});

const firstRow = (tensor: tf.Tensor2D): tf.Tensor2D => tf.slice(tensor, [0, 0], [1, -1]);
const wider = (tensor: tf.Tensor2D): tf.Tensor2D => tf.concat([tensor, tensor], 1);

async function trained(model: Model): Promise<void> {
  for await (const event of train(model, strokeData(), { steps: 2, batchSize: 4, parseEvery: 0 })) void event;
}

/** Whatever has images encoded. */
const reads: Readonly<Record<string, (model: ReturnType<typeof createRnp>, images: tf.Tensor4D) => unknown>> =
  {
    encode: (model, images) => model.encode(images),
    reconstruct: (model, images) => model.reconstruct(images),
    parse: (model, images) => model.parse(images),
    parseMetrics: (model, images) => model.parseMetrics(images),
    evaluate: (model) => evaluate(model, [strokeValues(2, shape)]),
  };

/** What each call is refused with; none leaves a tensor. */
async function refusals(encoder: Encoder, calls: typeof reads): Promise<readonly unknown[]> {
  let told: unknown[] = [];
  const left = await leakedTensors(async () => {
    told = [];
    const model = createRnp(smallRnp(10), { encoder });
    const images = strokes(2, shape);
    for (const call of Object.values(calls)) {
      await (async () => call(model, images))().then(
        () => told.push('answered'),
        ({ code, message }) => told.push(`${code} ${message}`),
      );
    }
    images.dispose();
    model.dispose();
  });
  expect(left).toBe(0);
  return told;
}

describe.each(composedOn)('what an encoder of one’s own answers, on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each<[string, (answer: Encoding) => unknown, string, string]>([
    ['a mean of one row', (a) => ({ ...a, mean: firstRow(a.mean) }), 'mean', '[1, 4]'],
    [
      'one row of both',
      (a) => ({ mean: firstRow(a.mean), logVariance: firstRow(a.logVariance) }),
      'mean',
      '[1, 4]',
    ],
    ['a mean for another latent', (a) => ({ ...a, mean: wider(a.mean) }), 'mean', '[ROWS, 8]'],
    [
      'a logVariance of one row',
      (a) => ({ ...a, logVariance: firstRow(a.logVariance) }),
      'logVariance',
      '[1, 4]',
    ],
    ['no logVariance', ({ mean }) => ({ mean, runningStatistics: {} }), 'logVariance', 'undefined'],
    [
      'a mean of whole numbers',
      (a) => ({ ...a, mean: tf.cast(a.mean, 'int32') }),
      'mean',
      'one of type int32 (tf.cast makes it float32)',
    ],
  ])('%s is refused by all that reads it and by a training step', async (_, spoil, name, found) => {
    const refused = (rows: number): string =>
      `RNP_SHAPE encoder.encode().${name}: must be a float32 tensor [${rows}, 4], not ${found.replace('ROWS', String(rows))}`;
    const encoder = answering(spoil);
    expect(await refusals(encoder, reads)).toEqual(Object.keys(reads).map(() => refused(2)));
    expect(await refusals(encoder, { train: trained })).toEqual([refused(4)]);
  });

  test.each([null, undefined, 3])('%p is refused', async (answer) => {
    const refused = `RNP_SHAPE encoder.encode(): must be an object, not ${answer}`;
    expect(
      await refusals(
        answering(() => answer),
        { ...reads, train: trained },
      ),
    ).toEqual(new Array(6).fill(refused));
  });

  test('a plain function is looked at alike', async () => {
    const images = strokes(2, shape);
    const model = createRnp(smallRnp(10), {
      encoder: () => ({ mean: tf.zeros([1, 4]), logVariance: tf.zeros([1, 4]) }),
    });
    await expect(model.parse(images)).rejects.toMatchObject({
      code: 'RNP_SHAPE',
      path: 'encoder.encode().mean',
    });
    tf.dispose(images);
    model.dispose();
  });

  test.each(['mean', 'logVariance'] as const)(
    'a %s that is no number is refused where it is read',
    async (name) => {
      const encoder = answering((a) => ({ ...a, [name]: tf.mul(a[name], Number.NaN) }));
      const told = await refusals(encoder, reads);
      for (const one of told) {
        expect(one).toMatch(
          new RegExp(`^RNP_DIVERGED encoder\\.encode\\(\\)\\.${name}: is no number for image 0`),
        );
      }
      expect(told).toHaveLength(5);
    },
  );

  test.each<[string, unknown, string]>([
    ['none', undefined, 'encoder.encode().runningStatistics: must be an object, not undefined'],
    [
      'another shape',
      'spoilt',
      'encoder.encode().runningStatistics["average"]: must be a float32 tensor [3], not [2]',
    ],
    [
      'a name missing',
      {},
      'encoder.encode().runningStatistics["average"]: must be a float32 tensor [3], not undefined',
    ],
  ])('running statistics, %s, are refused in the step that makes them', async (_, statistics, message) => {
    const encoder: Encoder = {
      ...answering((answer) => ({
        ...answer,
        runningStatistics: statistics === 'spoilt' ? { average: tf.zeros([2]) } : statistics,
      })),
      runningShapes: { average: [3] },
      init: (random) => ({ ...tinyEncoder.init(random), runningStatistics: { average: tf.zeros([3]) } }),
    };
    expect(await refusals(encoder, { train: trained })).toEqual([`RNP_SHAPE ${message}`]);
  });
});
