import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRnp, type Rnp, weightsToSafetensors } from '@rnp/vae';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { seeingParts } from '../src/training/seeingParts.js';
import { withBorder } from '../src/training/withBorder.js';

beforeAll(() => useBackend('wasm'));

test('a model with other borders has its weights, to the last bit, and draws otherwise', async () => {
  const leaked = await leakedTensors(async () => {
    const hard = createRnp({ latent: 4, childrenPerLevel: [2, 2], rendering: 'composed' }, { seed: 1 });
    const soft = withBorder(hard, 'soft') as Rnp;
    expect(soft.config).toEqual({ ...hard.config, border: 'soft' });
    const bytes = [hard, soft].map((model) => weightsToSafetensors(model.weights));
    expect(Buffer.compare(bytes[0]!, bytes[1]!)).toBe(0);
    const program = hard.samplePrior(8, 1);
    const drawn = [hard, soft].map((model) => {
      const canvas = model.decode(program);
      const values = [...canvas.dataSync()];
      canvas.dispose();
      return values;
    });
    expect(drawn[0]).not.toEqual(drawn[1]);
    for (const one of [hard, soft, program]) one.dispose();
  });
  expect(leaked).toBe(0);
});

test('an encoder that is to look at parts says nothing of them before it is trained; nothing is left', async () => {
  const leaked = await leakedTensors(async () => {
    const options = { latent: 4, childrenPerLevel: [2, 2], rendering: 'composed' } as const;
    const whole = createRnp(options, { seed: 1 });
    const soft = withBorder(whole, 'soft') as Rnp;
    const looking = seeingParts(1, whole) as Rnp;
    expect(looking.config).toEqual({ ...whole.config, border: 'soft', looks: 'parts' });
    tf.tidy(() => {
      const images = tf.clipByValue(whole.decode(whole.samplePrior(2, 1)), 0, 1) as tf.Tensor4D;
      const [alone, seen] = [soft, looking].map((model) => model.reconstruct(images).dataSync());
      expect(seen).toEqual(alone);
    });
    for (const model of [whole, soft, looking]) model.dispose();
  });
  expect(leaked).toBe(0);
});
