import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRnp, infer } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { explainImages } from '../../src/explain/index.js';

beforeAll(() => useBackend('wasm'));

const small = { latent: 3, hidden: 4, hyperHidden: 4, stateLayers: 1, policyLayers: 1 };

test.each([null, { pixels: 12, top: 2, states: 1, actions: 1 }])(
  'the energy of one look at images alone is that where an inference begins, with precisions %j',
  async (precisions) => {
    const options = { ...small, imageShape: [12, 12, 1], childrenPerLevel: [2, 2] } as const;
    const model = createRnp(options, { seed: 3 });
    if (precisions !== null) model.precisions = precisions;
    const pixels = Float32Array.from({ length: 2 * 144 }, (_, at) => Number(at % 7 === 0));
    const images = tf.tensor4d(pixels, [2, 12, 12, 1]);
    const { energies, squaredErrors } = await infer(model, images, { steps: 0 });
    const explained = await explainImages(model, pixels);
    for (const [i, { energy, squaredError }] of explained.entries()) {
      expect(squaredError).toBeCloseTo(squaredErrors[i]!, 3);
      expect(energy.states).toHaveLength(energies[i]!.states.length);
      for (const name of ['total', 'pixels', 'top'] as const)
        expect(energy[name]).toBeCloseTo(energies[i]![name], 3);
    }
    images.dispose();
    model.dispose();
  },
);
