import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { gradientCheck } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { evaluate, type Rnp, type TrainOptions, train } from '../../src/index.js';
import { lossOf } from '../../src/training/index.js';
import { trainingConfig } from '../../src/training/trainingConfig.js';
import { boldRnp } from '../boldRnp.js';
import { strokeData } from '../strokeData.js';
import { strokes, strokeValues } from '../strokes.js';
import { threadSpawner } from '../workers/threadSpawner.js';

const shape: readonly [number, number, number] = [12, 12, 1];

describe.each(composedOn)('the loss of looked-at parts on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  // The mask of a frame carries no gradient in composed drawing, so only what parts draw is moved there, not the parts.
  test.each([
    ['composed', ['state']],
    ['nested', ['state', 'action']],
  ] as const)('%s: gradients through the closed loop agree with finite differences', (rendering, heads) => {
    tf.tidy(() => {
      // Views are constants to the gradient, so what is moved must not change them: the heads of the only level that is looked at.
      const model = boldRnp({ rendering, looks: 'parts' }, 1);
      const { parameters, runningStatistics } = model.weights;
      const names = heads.map((head) => `encoder/correction/${head}/bias`);
      const images = strokes(2, shape);
      const noise = tf.zeros([2, 4]) as tf.Tensor2D;
      gradientCheck(
        (...biases) => {
          const moved = Object.fromEntries(names.map((name, i) => [name, biases[i]!]));
          const weights = { ...parameters, ...moved };
          return lossOf(model.network, weights, runningStatistics, images, noise, trainingConfig({})).total;
        },
        names.map((name) => parameters[name]!),
        { step: 1e-3, tolerance: 6e-2 },
      );
      model.dispose();
    });
  });

  test('departures cost what nodeWeight says, the glance what glanceWeight says', () => {
    tf.tidy(() => {
      const model = boldRnp({ looks: 'all' });
      const { parameters, runningStatistics } = model.weights;
      const told = (config: object): number[] => [
        ...lossOf(
          model.network,
          parameters,
          runningStatistics,
          strokes(2, shape),
          tf.zeros([2, 4]) as tf.Tensor2D,
          trainingConfig(config),
        ).terms.dataSync(),
      ];
      const [nodes, glance] = [6, 7];
      const once = told({ nodeWeight: 1, glanceWeight: 1 });
      const scaled = told({ nodeWeight: 3, glanceWeight: 0.25 });
      expect(once[nodes]).toBeGreaterThan(0);
      expect(scaled[nodes]! / once[nodes]!).toBeCloseTo(3, 4);
      expect(scaled[glance]! / once[glance]!).toBeCloseTo(0.25, 4);
      expect(told({ nodeWeight: 0, glanceWeight: 0 }).slice(6)).toEqual([0, 0, 0]);
      const sum = once[1]! + 0.2 * once[2]! + once[6]! + once[7]!;
      expect(Math.abs(once[0]! / sum - 1)).toBeLessThan(1e-5);
      model.dispose();
    });
  });
});

describe('training', () => {
  beforeAll(() => useBackend('wasm'));

  const options: TrainOptions = { batchSize: 8, warmup: 4, logEvery: 0, parseEvery: 0 };
  const weightsOf = (model: Rnp): Record<string, number[]> => {
    const { parameters, runningStatistics } = model.weights;
    const all = Object.entries({ ...parameters, ...runningStatistics });
    return Object.fromEntries(all.map(([name, tensor]) => [name, [...tensor.dataSync()]]));
  };

  test('the encoder alone learns to correct parts; the hypernetworks stay, to the last bit', async () => {
    const model = boldRnp({ looks: 'all' });
    const before = weightsOf(model);
    const { ssePerImage } = await evaluate(model, [strokeValues(16, shape)]);
    const run = { ...options, steps: 60, learningRate: 2e-3, frozen: ['decoder/'] };
    for await (const _ of train(model, strokeData(shape), run));
    const after = weightsOf(model);
    for (const name of Object.keys(before)) {
      const same = name.startsWith('decoder/');
      expect([name, String(after[name]) === String(before[name])]).toEqual([name, same]);
    }
    const learned = await evaluate(model, [strokeValues(16, shape)]);
    expect(learned.ssePerImage).toBeLessThan(ssePerImage);
    model.dispose();
  });

  test('resumed, it goes on to the last bit; two workers repeat themselves to the last bit', async () => {
    const whole = boldRnp({ looks: 'all' });
    for await (const _ of train(whole, strokeData(shape), { ...options, steps: 6 }));
    const halves = boldRnp({ looks: 'all' });
    let resume: TrainOptions['resume'];
    for await (const event of train(halves, strokeData(shape), { ...options, steps: 6, until: 3 })) {
      if (event.type !== 'end') continue;
      const { adam, step } = event.state;
      const kept = (moments: object): Record<string, tf.Tensor> =>
        Object.fromEntries(Object.entries(moments).map(([name, x]) => [name, tf.clone(x)]));
      resume = { adam: { ...adam, first: kept(adam.first), second: kept(adam.second) }, step };
    }
    for await (const _ of train(halves, strokeData(shape), { ...options, steps: 6, resume }));
    expect(weightsOf(halves)).toEqual(weightsOf(whole));
    const shared = async (): Promise<Record<string, number[]>> => {
      const model = boldRnp({ looks: 'all' });
      const { spawn } = threadSpawner();
      for await (const _ of train(model, strokeData(shape), { ...options, steps: 3, workers: 2, spawn }));
      const weights = weightsOf(model);
      model.dispose();
      return weights;
    };
    const one = await shared();
    expect(await shared()).toEqual(one);
    expect(Object.keys(one)).toContain('parts2/conv1/norm/mean');
    whole.dispose();
    halves.dispose();
  });
});
