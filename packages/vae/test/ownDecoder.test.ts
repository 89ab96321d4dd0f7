import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { createRnp, initWeights, Model, modelToFiles, type RnpNetwork, train } from '../src/index.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';

/** A model whose decoder draws half as bright, with the config of the one that it was made of. */
function fainter(): Model<RnpNetwork> {
  const usual = createRnp(smallRnp(10), { seed: 3 });
  const { network } = usual;
  usual.dispose();
  const own: RnpNetwork = {
    ...network,
    decoder: {
      ...network.decoder,
      decode: (parameters, program, options) => {
        const { canvas, tree } = network.decoder.decode(parameters, program, options);
        return { canvas: tf.mul(canvas, 0.5), tree };
      },
    },
  };
  return new Model(own, initWeights(own, 3));
}

beforeAll(() => useBackend('wasm'));

describe('a model with a decoder of its own', () => {
  test('is trained', async () => {
    const model = fainter();
    const steps: number[] = [];
    for await (const event of train(model, strokeData(), { steps: 1, batchSize: 4, overlap: [0.1, 0.1] })) {
      if (event.type === 'end') steps.push(event.step);
    }
    expect(steps).toEqual([1]);
    model.dispose();
  });

  test('is not saved as the one whose config it has', () => {
    const model = fainter();
    expect(() => modelToFiles(model as never)).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG', path: 'model.network' }),
    );
    model.dispose();
  });

  test('is refused by workers, which would build the one whose config it has', async () => {
    const model = fainter();
    const run = train(model, strokeData(), { steps: 1, batchSize: 4, workers: 2 });
    await expect(run.next()).rejects.toMatchObject({ code: 'RNP_CONFIG', path: 'decoder' });
    model.dispose();
  });

  test.each<[string, (canvas: tf.Tensor4D) => unknown, string]>([
    ['nothing', () => undefined, 'decoder.decode()'],
    ['a canvas alone', (canvas) => canvas, 'decoder.decode()'],
    ['no tree', (canvas) => ({ canvas }), 'decoder.decode().tree'],
    [
      'images of another size',
      (canvas) => ({ canvas: tf.mean(canvas, 3), tree: null }),
      'decoder.decode().canvas',
    ],
  ])('that answers %s is told what to answer, and no tensor is left', (_, answer, path) => {
    const { network, weights } = createRnp(smallRnp(10), { seed: 3 });
    const decode: typeof network.decoder.decode = (...all) =>
      answer(network.decoder.decode(...all).canvas) as never;
    const model = new Model({ ...network, decoder: { ...network.decoder, decode } }, weights);
    const program = tf.zeros([2, network.latent]) as tf.Tensor2D;
    const before = tf.memory().numTensors;
    expect(() => model.decode(program)).toThrow(expect.objectContaining({ code: 'RNP_SHAPE', path }));
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose(program);
    model.dispose();
  });
});
