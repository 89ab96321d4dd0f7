import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  createRnp,
  deeper,
  lightEncoder,
  lowerLevels,
  type Rnp,
  type RnpOptions,
  train,
  weightsToSafetensors,
} from '../../src/index.js';
import { smallRnp } from '../smallRnp.js';
import { strokeData } from '../strokeData.js';
import { strokes } from '../strokes.js';

const all = ({ weights }: Rnp): Uint8Array => weightsToSafetensors(weights);

/** Running averages are no longer what they began as. */
async function trained(options: RnpOptions): Promise<Rnp> {
  const model = createRnp(options, { seed: 3 });
  const run = { steps: 1, batchSize: 4, parseEvery: 0 };
  for await (const event of train(model, strokeData(), run)) expect(event.steps).toBe(1);
  return model;
}

beforeAll(() => useBackend('wasm'));

describe('another depth with the encoder kept', () => {
  test('has every weight and running average of the other, to the last bit, as its own', async () => {
    expect(
      await leakedTensors(async () => {
        const model = await trained(smallRnp(10));
        const before = all(model);
        const images = strokes(2, [10, 10, 1]);
        const [deep, lower] = [
          deeper(model, { children: 3, encoder: 'kept' }),
          lowerLevels(model, 1, { encoder: 'kept', imageShape: [10, 10, 1] }),
        ];
        expect([deep.config, lower.config]).toEqual([
          { ...model.config, childrenPerLevel: [3, 2, 2], scaleOffset: [0.4, 0.4, 0.4] },
          { ...model.config, childrenPerLevel: [2], scaleOffset: [0.4] },
        ]);
        const seen = model.encode(images);
        const programs = [...seen.mean.dataSync()];
        model.dispose();
        for (const other of [deep, lower]) {
          expect(Buffer.compare(all(other), before)).toBe(0);
          const its = other.encode(images);
          expect([...its.mean.dataSync()]).toEqual(programs);
          tf.dispose([its.mean, its.logVariance]);
        }
        // Down again is the model that it was.
        const again = lowerLevels(deep, 2, { encoder: 'kept' });
        expect(again.config).toEqual(model.config);
        tf.dispose([images, seen.mean, seen.logVariance]);
        for (const one of [deep, lower, again]) one.dispose();
      }),
    ).toBe(0);
  });

  test('keeps an encoder of one’s own, too', () => {
    const model = createRnp(smallRnp(10), { seed: 3, encoder: lightEncoder([10, 10, 1], 4) });
    const deep = deeper(model, { children: 2, encoder: 'kept' });
    expect([deep.config.encoder, deep.network.encoder]).toEqual(['custom', model.network.encoder]);
    expect(Buffer.compare(all(deep), all(model))).toBe(0);
    model.dispose();
    deep.dispose();
  });

  test('refuses images of another shape and levels out of range, with no tensor left', async () => {
    const model = createRnp(smallRnp(10), { seed: 3 });
    expect(
      await leakedTensors(() => {
        for (const imageShape of [
          [12, 10, 1],
          [10, 10, 3],
        ] as const) {
          expect(() => deeper(model, { children: 2, encoder: 'kept', imageShape })).toThrow(
            expect.objectContaining({
              code: 'RNP_CONFIG',
              path: 'imageShape',
              message: expect.stringContaining(`not [${imageShape}]`),
            }),
          );
        }
        expect(() => deeper(model, { children: 0, encoder: 'kept' })).toThrow(
          expect.objectContaining({ code: 'RNP_CONFIG', path: 'childrenPerLevel[0]' }),
        );
        expect(() => lowerLevels(model, 2, { encoder: 'kept' })).toThrow(
          expect.objectContaining({ code: 'RNP_CONFIG', path: 'count' }),
        );
      }),
    ).toBe(0);
    model.dispose();
  });
});
