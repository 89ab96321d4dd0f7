import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { gradientCheck, leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  createConvVae,
  createRnp,
  defaultConvVaeConfig,
  type Network,
  type Rnp,
  type Weights,
} from '../src/index.js';
import { samplePosterior } from '../src/posterior.js';
import { klDivergence, type Loss, type LossConfig, lossOf } from '../src/training/index.js';
import { smallRnp } from './smallRnp.js';
import { strokes } from './strokes.js';

const small = smallRnp(8);
const plain = {
  reduction: 'mean',
  beta: 0.2,
  weightNorm: 0,
  patchWeight: 0,
  overlap: [],
} as const;

/** KL golden values: mean, logVariance and ½·Σ(exp(lv) + mean² − 1 − lv) by hand. */
const posterior = {
  mean: [[1, -2]],
  logVariance: [[0, Math.log(4)]],
  kl: 0.5 * (1 + (4 + 4 - 1 - Math.log(4))),
};

describe.each(['cpu', 'wasm'] as const)('the loss on %s', (backend) => {
  let model: Rnp;
  beforeAll(async () => {
    await useBackend(backend);
    model = createRnp(small, { seed: 2 });
  });

  const terms = (config: Parameters<typeof lossOf>[5]): number[] =>
    tf.tidy(() => {
      const { parameters, runningStatistics } = model.weights;
      const noise = tf.zeros([2, 4]) as tf.Tensor2D;
      const loss = lossOf(model.network, parameters, runningStatistics, strokes(2, [8, 8, 1]), noise, config);
      return [...loss.terms.dataSync(), loss.total.dataSync()[0]!];
    });

  test('the KL is ½·Σ(exp(lv) + mean² − 1 − lv)', () => {
    tf.tidy(() => {
      const value = klDivergence({
        mean: tf.tensor2d(posterior.mean),
        logVariance: tf.tensor2d(posterior.logVariance),
      });
      expect(value.dataSync()[0]).toBeCloseTo(posterior.kl, 4);
    });
  });

  test('of loss, sample and KL nothing is left but what they return', async () => {
    const given = { mean: tf.tensor2d(posterior.mean), logVariance: tf.tensor2d(posterior.logVariance) };
    const noise = tf.tensor2d([[1, 1]]);
    const images = strokes(2, [8, 8, 1]);
    const none = tf.zeros([2, 4]) as tf.Tensor2D;
    const { parameters, runningStatistics } = model.weights;
    expect(await leakedTensors(() => tf.dispose(klDivergence(given)))).toBe(0);
    expect(await leakedTensors(() => tf.dispose(samplePosterior(given, noise, 'deviation')))).toBe(0);
    expect(
      await leakedTensors(() => {
        const loss = lossOf(model.network, parameters, runningStatistics, images, none, plain);
        tf.dispose(loss as unknown as tf.TensorContainer);
      }),
    ).toBe(0);
    tf.dispose([given.mean, given.logVariance, noise, images, none]);
  });

  test('noise is scaled by the deviation exp(½lv), or by the variance exp(lv) as the authors have it', () => {
    tf.tidy(() => {
      const given = { mean: tf.tensor2d(posterior.mean), logVariance: tf.tensor2d(posterior.logVariance) };
      const noise = tf.tensor2d([[1, 1]]);
      expect([...samplePosterior(given, noise, 'deviation').dataSync()]).toEqual([2, 0]);
      const [first, second] = samplePosterior(given, noise, 'variance').dataSync();
      expect(first).toBeCloseTo(2, 5);
      expect(second).toBeCloseTo(2, 4);
    });
  });

  test('gradients of both agree with finite differences', () => {
    gradientCheck(
      (mean, logVariance) => {
        const given = { mean: mean as tf.Tensor2D, logVariance: logVariance as tf.Tensor2D };
        const noise = tf.tensor2d([[0.3, -1]]);
        const z = tf.add(
          samplePosterior(given, noise, 'variance'),
          samplePosterior(given, noise, 'deviation'),
        );
        return tf.add(tf.sum(tf.square(z)), tf.sum(klDivergence(given)));
      },
      [tf.tensor2d(posterior.mean), tf.tensor2d(posterior.logVariance)],
    );
  });

  test('the terms add up, per image', () => {
    const [loss, sse, kl, overlap, patch, norm, nodes, glance, evenness, total] = terms({
      ...plain,
      overlap: [0.1, 0.2],
      patchWeight: 0.3,
      weightNorm: 0.01,
      evenness: [2, 1],
    });
    expect(loss).toBeCloseTo(sse! + 0.2 * kl! + overlap! + patch! + norm! + evenness!, 3);
    expect(total).toBeCloseTo(loss!, 4);
    for (const term of [sse, kl, overlap, patch, norm, evenness]) expect(term).toBeGreaterThan(0);
    // Of an encoder that looks at images alone.
    expect([nodes, glance]).toEqual([0, 0]);
  });

  test('a sum over the batch is the batch size times the mean', () => {
    const config = { ...plain, weightNorm: 0.5 };
    expect(terms({ ...config, reduction: 'sum' })[6]).toBeCloseTo(2 * terms(config)[6]!, 2);
  });

  test('weightNorm multiplies ‖H_state‖ + ‖H_policy‖, unsquared, against the sum over the batch', () => {
    const norm = (prefix: string): number =>
      Math.sqrt(
        Object.entries(model.weights.parameters)
          .filter(([name]) => name.startsWith(`decoder/${prefix}/`))
          .reduce((sum, [, value]) => sum + [...value.dataSync()].reduce((s, v) => s + v * v, 0), 0),
      );
    expect(terms({ ...plain, weightNorm: 1 })[5]! * 2).toBeCloseTo(norm('state') + norm('policy'), 2);
  });

  test('a term that is off costs nothing and is zero', () => {
    expect(terms(plain).slice(3, 9)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

describe('terms that look at parts', () => {
  beforeAll(() => useBackend('wasm'));
  const lossWith = (network: Network, weights: Weights, config: Partial<LossConfig>): Loss =>
    lossOf(
      network,
      weights.parameters,
      weights.runningStatistics,
      strokes(2, [8, 8, 1]),
      tf.zeros([2, network.latent]),
      { ...plain, ...config },
    );

  test.each([
    ['overlap', { overlap: [0.1] }],
    ['evenness', { evenness: [1] }],
    ['patchWeight', { patchWeight: 0.1 }],
  ] as const)('%s is refused by name where a decoder draws without parts', (path, config) => {
    const { network, weights } = createConvVae({ ...defaultConvVaeConfig, imageShape: [8, 8, 1] });
    tf.tidy(() => {
      expect(() => lossWith(network, weights, config)).toThrow(
        expect.objectContaining({ code: 'RNP_CONFIG', path }),
      );
      expect(lossWith(network, weights, { overlap: [0] }).terms.shape).toEqual([9]);
    });
  });

  test('a decoder of one’s own that hands over the tree has every term of the one within it', () => {
    const { network, weights } = createRnp(small, { seed: 2 });
    const all = { overlap: [0.1, 0.2], evenness: [2, 1], patchWeight: 0.3, weightNorm: 0.01 };
    const asked: unknown[] = [];
    const own: Network = {
      ...network,
      decoder: {
        ...network.decoder,
        decode: (parameters, program, options) => {
          asked.push(options);
          return network.decoder.decode(parameters, program, options);
        },
      },
    };
    tf.tidy(() => {
      const [mine, its] = [own, network].map((one) => [...lossWith(one, weights, all).terms.dataSync()]);
      expect(mine).toEqual(its);
      for (const term of [...mine!.slice(0, 6), mine![8]]) expect(term).toBeGreaterThan(0);
      lossWith(own, weights, {});
    });
    expect(asked).toEqual([{ parts: true, innerPatches: true }, {}]);
  });
});
