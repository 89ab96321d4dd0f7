import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import {
  convVaeLike,
  createConvVae,
  createRnp,
  parameterCount,
  type RnpOptions,
  rnpConfig,
} from '../../src/index.js';

const line = [
  [1, 0],
  [0, 1],
];
const curve = [
  [1, 1],
  [0, 1],
];

describe('the baseline of an RNP', () => {
  beforeAll(() => useBackend('wasm'));

  test.each([
    ['one primitive', { leaf: { kind: 'primitives', images: [line] } }, [line]],
    [
      'two primitives, colour',
      { imageShape: [20, 20, 3], leaf: { kind: 'primitives', images: [line, curve] } },
      [line, curve],
    ],
    ['dense patches', { encoder: 'paper', noiseScale: 'variance', latent: 8 }, null],
  ] as const)('%s: the same settings and about as many decoder parameters', (_name, options, primitives) => {
    const model = createRnp(options as RnpOptions, { seed: 1 });
    const { imageShape, latent, encoder, noiseScale } = model.config;
    const config = convVaeLike(model.config);
    expect(config).toMatchObject({ imageShape, latent, encoder, noiseScale, primitives });
    const countOf = (hidden: number): number => {
      const vae = createConvVae({ ...config, hidden });
      const count = parameterCount(vae.weights, 'decoder/');
      vae.dispose();
      return count;
    };
    const wanted = parameterCount(model.weights, 'decoder/');
    const found = countOf(config.hidden);
    expect(Math.abs(found / wanted - 1)).toBeLessThan(0.01);
    // No other width is nearer.
    for (const other of [config.hidden - 1, config.hidden + 1]) {
      expect(Math.abs(countOf(other) - wanted)).toBeGreaterThanOrEqual(Math.abs(found - wanted));
    }
    model.dispose();
  });

  test('a tiny RNP gets a hidden layer of one unit; an encoder of one’s own is refused', () => {
    const tiny = { hyperHidden: 1, hidden: 1, cellInput: 1, latent: 1, stateLayers: 1, policyLayers: 1 };
    const leaf = { kind: 'primitives', images: [line] } as const;
    expect(convVaeLike(rnpConfig({ ...tiny, leaf, imageShape: [60, 60, 1] })).hidden).toBe(1);
    expect(() => convVaeLike(rnpConfig({ encoder: 'custom' }))).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path: 'encoder' }),
    );
  });
});

test('parameters are counted, all or those under a prefix', async () => {
  await useBackend('wasm');
  const vae = createConvVae({ imageShape: [8, 8, 1], latent: 3, hidden: 5, channels: [4, 2] });
  // 3·5 + 5, 5·16 + 16, 16·2·4 + 2, 16·1·2 + 1
  expect(parameterCount(vae.weights, 'decoder/')).toBe(20 + 96 + 130 + 33);
  expect(parameterCount(vae.weights, 'decoder/up')).toBe(130 + 33);
  expect(parameterCount(vae.weights)).toBe(
    parameterCount(vae.weights, 'decoder/') + parameterCount(vae.weights, 'encoder/'),
  );
  expect(parameterCount(vae.weights, 'nothing')).toBe(0);
  vae.dispose();
});
