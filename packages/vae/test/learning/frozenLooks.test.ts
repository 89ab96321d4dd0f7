import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { select } from '@rnp/nn';
import { leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { type Rnp, type TrainingConfig, train, trainingConfig } from '../../src/index.js';
import { energyTable, totals } from '../../src/infer/energy.js';
import { type FreeTree, freeTreeOf } from '../../src/infer/freeTree.js';
import { lookAtParts } from '../../src/rnp/lookAtParts.js';
import { learnedFrom } from '../../src/training/learnedFrom.js';
import { boldRnp } from '../boldRnp.js';
import { strokeData } from '../strokeData.js';
import { strokes } from '../strokes.js';

const learning = { learning: 'amortised', inferenceSteps: 1, lookWeight: 0 } as const;
const shape: readonly [number, number, number] = [12, 12, 1];

async function trained(model: Rnp, more: Partial<TrainingConfig>): Promise<void> {
  const options = { ...learning, steps: 2, batchSize: 4, parseEvery: 0, ...more };
  for await (const _ of train(model, strokeData(shape), options));
}

/** Copies of all weights. */
function valuesOf({ weights: { parameters } }: Rnp): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, value.dataSync().slice() as Float32Array]),
  );
}

describe.each(['cpu', 'wasm'] as const)('an encoder that looks at parts and is frozen, on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('inference within a step begins with what it sees', () => {
    const model = boldRnp({ looks: 'parts' });
    const images = strokes(3, shape);
    const noise = normals([3, 4], 8) as tf.Tensor2D;
    const { network, weights } = model;
    const precisions = { pixels: 1, top: 0.1, states: 0.1, actions: 0.1 };
    const energies = (tree: FreeTree): number[] => [
      ...totals(energyTable(model, tree, images, precisions)).dataSync(),
    ];
    tf.tidy(() => {
      const { parameters, runningStatistics } = weights;
      const { mean } = network.encoder.encode(select(parameters, 'encoder'), runningStatistics, images, true);
      const { levels } = lookAtParts(network, weights, images, mean, { training: true });
      const seen = energies(freeTreeOf(model, mean, 'all', levels));
      expect(seen).not.toEqual(energies(freeTreeOf(model, mean, 'all')));
      // At so small a rate it goes nowhere.
      const config = trainingConfig({ ...learning, inferenceRate: 1e-9 });
      const found = energies(learnedFrom(network, weights, images, noise, config, undefined)!.tree);
      for (const [i, energy] of found.entries()) expect(energy / seen[i]!).toBeCloseTo(1, 4);
    });
    model.dispose();
    tf.dispose([images, noise]);
  });

  test('the decoder learns, the encoder stays as it is, and no tensor is left', async () => {
    await expect(
      leakedTensors(async () => {
        const model = boldRnp({ looks: 'parts' });
        const before = valuesOf(model);
        await trained(model, { frozen: ['encoder/'], lookWeight: 0.5 });
        const after = valuesOf(model);
        for (const name of Object.keys(before).filter((one) => one.startsWith('encoder/')))
          expect(after[name]).toEqual(before[name]);
        expect(after['decoder/state/output/decoder2/bias']).not.toEqual(
          before['decoder/state/output/decoder2/bias'],
        );
        model.dispose();
      }),
    ).resolves.toBe(0);
  });
});

test('an encoder that looks at parts and is not frozen, as a whole, is not taught by what is found', async () => {
  await useBackend('wasm');
  const model = boldRnp({ looks: 'parts' });
  const refused = { code: 'RNP_CONFIG', path: 'training.learning' };
  for (const frozen of [[], ['decoder/'], ['encoder/mean']])
    await expect(trained(model, { frozen })).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('or frozen=encoder/'),
    });
  await expect(trained(model, { frozen: ['encoder/'], learning: 'local' })).rejects.toMatchObject(refused);
  model.dispose();
});
