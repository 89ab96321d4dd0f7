import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import {
  createConvVae,
  createRnp,
  initWeights,
  isRnp,
  Model,
  modelFromFiles,
  modelToFiles,
  type Network,
  rnpConfig,
  rnpNetwork,
  train,
} from '../src/index.js';
import { ownPart, untoldPart } from '../src/ownPart.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';
import { strokes } from './strokes.js';
import { tinyEncoder } from './tinyEncoder.js';

beforeAll(() => useBackend('wasm'));

describe('what a network is', () => {
  const network = rnpNetwork(rnpConfig(smallRnp(10)));
  const copies: readonly (readonly [string, Network, string | null])[] = [
    ['a copy', { ...network }, null],
    ['one with another encoder', { ...network, encoder: { ...network.encoder } }, 'encoder'],
    ['one with another decoder', { ...network, decoder: { ...network.decoder } }, 'decoder'],
    ['one with other noise', { ...network, noiseScale: 'variance' }, 'noiseScale'],
    ['one without a spec', { ...network, spec: undefined }, 'decoder'],
  ];

  test.each(copies)('%s is known by its parts', (_name, copy, own) => {
    expect([ownPart(copy), untoldPart(copy)]).toEqual([own, own]);
  });

  test('a spec is plain JSON from which the same network is built', () => {
    const { kind, config } = JSON.parse(JSON.stringify(network.spec));
    expect(kind).toBe('rnp');
    expect(rnpNetwork(rnpConfig(config)).decoder.shapes).toEqual(network.decoder.shapes);
  });

  test('a part of its own that the config tells of is not to be built elsewhere, and is saved', () => {
    const model = createRnp(smallRnp(10), { encoder: tinyEncoder });
    expect([ownPart(model.network), untoldPart(model.network)]).toEqual([null, 'encoder']);
    const { model: read } = modelFromFiles(modelToFiles(model), { encoder: tinyEncoder });
    expect(read.network.spec).toEqual(model.network.spec);
    for (const one of [model, read]) one.dispose();
  });

  test('an encoder of its own beside the name of another is refused', () => {
    expect(() => rnpNetwork(rnpConfig(smallRnp(10)), { encoder: tinyEncoder })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path: 'encoder' }),
    );
  });
});

describe('what a model is follows from its network', () => {
  test('however it was made, it parses when its network runs programs', async () => {
    const network = rnpNetwork(rnpConfig(smallRnp(10)));
    const model = new Model(network, initWeights(network, 1));
    const images = strokes(1, [10, 10, 1]);
    expect(isRnp(model)).toBe(true);
    expect((await model.parse(images))[0]!.root.children).toHaveLength(2);
    images.dispose();
    model.dispose();
  });

  test('one without parts says so', async () => {
    const model = createConvVae({ imageShape: [10, 10, 1], latent: 3, hidden: 8, channels: [6, 4] });
    expect([isRnp(model), isRnp({}), isRnp(null)]).toEqual([false, false, false]);
    const programs = tf.zeros([1, 3]) as tf.Tensor2D;
    // @ts-expect-error a model without parts has no trees
    const parsed = model.parsePrograms(programs);
    await expect(parsed).rejects.toMatchObject({ code: 'RNP_CONFIG', path: 'model' });
    programs.dispose();
    model.dispose();
  });
});

test('where workers are not asked for by number, a network that they cannot build is trained here, with a word', async () => {
  const model = createRnp(smallRnp(10), { encoder: tinyEncoder });
  const told: string[] = [];
  for await (const event of train(model, strokeData(), { steps: 1, batchSize: 16, workers: 'auto' })) {
    if (event.type === 'start') expect(event.workers).toBe(1);
    if (event.type === 'warning') told.push(event.message);
  }
  const { availableParallelism } = await import('node:os');
  const warned = availableParallelism() > 1;
  expect(told).toEqual(warned ? [expect.stringMatching(/part of its own \(encoder\)/)] : []);
  model.dispose();
});
