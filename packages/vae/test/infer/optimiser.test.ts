import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import { infer } from '../../src/index.js';
import { tableAndGradients } from '../../src/infer/energies.js';
import { treeOfTrees } from '../../src/infer/startTree.js';
import { boldRnp } from '../boldRnp.js';
import { strokes } from '../strokes.js';

const shape: readonly [number, number, number] = [12, 12, 1];
const precisions = { pixels: 1, top: 0.1, states: 0.1, actions: 0.1 };

describe.each(composedOn)('optimisers of inference on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('Adam is what is taken unless one is named, bit for bit', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    const unnamed = await infer(model, images, { steps: 3 });
    expect(await infer(model, images, { steps: 3, optimiser: 'adam', learningRate: 0.14 })).toEqual(unnamed);
    expect(await infer(model, images, { steps: 3, optimiser: 'gradient' })).not.toEqual(unnamed);
    model.dispose();
    images.dispose();
  });

  test('a step of the plain gradient goes the rate times the gradient; actions 0.6 of it, and not out of their range', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    // Of a descent of one step, the first is a tenth of the largest.
    const rate = 0.002;
    const options = { optimiser: 'gradient', learningRate: 10 * rate, free: 'all' } as const;
    const [before, after] = [
      await infer(model, images, { ...options, steps: 0 }),
      await infer(model, images, { ...options, steps: 1 }),
    ];
    // What is kept is the best: each image has moved.
    after.energies.forEach(({ total }, i) => {
      expect(total).toBeLessThan(before.energies[i]!.total);
    });
    const treesOf = ({ trees }: typeof before) => treeOfTrees(model.config, trees, 'all', () => 'tree');
    const [from, to] = [treesOf(before), treesOf(after)];
    const { table, gradients } = tableAndGradients(model, images, from, precisions);
    for (const [name, tensor] of Object.entries(from)) {
      const [old, slope, now] = [tensor, gradients[name]!, to[name]!].map((x) => x.dataSync());
      const ofActions = name.startsWith('actions/');
      old!.forEach((value, i) => {
        const gone = value - rate * (ofActions ? 0.6 : 1) * slope![i]!;
        expect(now![i]).toBeCloseTo(ofActions ? Math.min(1, Math.max(-1, gone)) : gone, 4);
      });
    }
    model.dispose();
    tf.dispose([images, from, to, table, gradients] as tf.TensorContainer);
  });

  test('small steps of it never rise, and find what Adam looks for', async () => {
    const model = boldRnp();
    const images = strokes(3, shape);
    const energyOf = async (steps: number): Promise<number> => {
      const { energies } = await infer(model, images, { steps, optimiser: 'gradient', learningRate: 1e-3 });
      return energies.reduce((sum, { total }) => sum + total, 0);
    };
    const [none, few, many] = [await energyOf(0), await energyOf(5), await energyOf(20)];
    expect(few).toBeLessThan(none);
    expect(many).toBeLessThan(few);
    model.dispose();
    images.dispose();
  });

  test('leaks nothing, and refuses steps that are none', async () => {
    const model = boldRnp();
    const images = strokes(2, shape);
    await infer(model, images, { steps: 1, optimiser: 'gradient' });
    const leaked = await leakedTensors(async () => {
      await infer(model, images, { steps: 2, optimiser: 'gradient' });
      await expect(
        infer(model, images, { steps: 2, optimiser: 'fixedPoint' as never }),
      ).rejects.toMatchObject({ code: 'RNP_CONFIG', path: 'options.optimiser' });
    });
    expect(leaked).toBe(0);
    model.dispose();
    images.dispose();
  });
});
