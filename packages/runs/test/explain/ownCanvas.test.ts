import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRnp, lowerLevels } from '@rnp/vae';
import { parseTreeSvg } from '@rnp/viz';
import * as tf from '@tensorflow/tfjs-core';
import { ownCanvas } from '../../src/explain/index.js';

beforeAll(() => useBackend('wasm'));

const small = { latent: 3, hidden: 4, hyperHidden: 4, stateLayers: 1, policyLayers: 1 };

test.each(['hard', 'soft'] as const)(
  'a part of three levels is drawn on its own canvas as the lower levels draw it, with %s borders',
  async (border) => {
    const options = {
      ...small,
      imageShape: [12, 12, 1],
      childrenPerLevel: [2, 2, 2],
      rendering: 'composed',
    } as const;
    const model = createRnp({ ...options, border, scaleOffset: 0.4 }, { seed: 5 });
    const lower = lowerLevels(model, 2, { encoder: 'kept' });
    const program = model.samplePrior(1, 2);
    const [tree] = await model.parsePrograms(program);
    for (const part of tree!.root.children) {
      const drawn = tf.tidy(() => lower.decode(tf.tensor2d([[...part.program]])));
      const pixels = drawn.dataSync();
      expect(pixels.some((value) => value > 0.01)).toBe(true);
      const { data } = ownCanvas(part, tree!);
      for (const [at, value] of pixels.entries()) expect(data[at]).toBeCloseTo(value, 4);
      drawn.dispose();
    }
    program.dispose();
    lower.dispose();
    model.dispose();
  },
);

test('the whole tree stands before its ground, as it is drawn; a part has none behind it', async () => {
  const options = { ...small, imageShape: [12, 12, 1], childrenPerLevel: [2, 2] } as const;
  const model = createRnp({ ...options, rendering: 'composed', compositing: 'over', ground: 'program' });
  const program = model.samplePrior(1, 2);
  const [tree] = await model.parsePrograms(program);
  const drawn = model.decode(program);
  const [own, pixels] = [ownCanvas(tree!.root, tree!).data, drawn.dataSync()];
  for (const [at, value] of pixels.entries()) expect(own[at]).toBeCloseTo(value, 4);
  const [part] = tree!.root.children;
  const bright = { ...tree!, ground: { shape: [1, 1, 1], data: [1] } } as const;
  expect(ownCanvas(part!, bright)).toEqual(ownCanvas(part!, tree!));
  expect(parseTreeSvg(tree!, (node) => ownCanvas(node, tree!))).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
  for (const tensor of [program, drawn]) tensor.dispose();
  model.dispose();
});
