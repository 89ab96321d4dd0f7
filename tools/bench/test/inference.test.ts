import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { infer } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { digitTrees } from '../src/ours/digitTrees.js';
import { descendByGradients } from '../src/stock/descent.js';
import { plainTree } from '../src/stock/plainTree.js';
import { tapedTree } from '../src/stock/tapedTree.js';

beforeAll(() => useBackend('wasm'));

test('infer and both forms of stock gradients reach the same energies', async () => {
  const { model, images, trees, start } = await digitTrees(3);
  const steps = 4;
  const { energies } = await infer(model, images, { free: 'parts', steps, start: trees });
  const before = tf.memory().numTensors;
  for (const draw of [tapedTree, plainTree]) {
    const found = descendByGradients(model, images, start, { steps, draw });
    for (const [i, energy] of found.dataSync().entries()) {
      expect(Math.abs(energy / energies[i]!.total - 1)).toBeLessThan(2e-4);
    }
    found.dispose();
    expect(tf.memory().numTensors).toBe(before);
  }
});
