import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRnp, type Rnp, weightsToSafetensors } from '@rnp/vae';
import { leakedTensors } from '@rnp-tools/testing';
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
