import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { LeafDecoder } from '@rnp/recursive-decoder';
import type * as tf from '@tensorflow/tfjs-core';
import { createRnp, type Decoder, evaluate, initWeights, Model, type Rnp, train } from '../src/index.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';
import { strokes } from './strokes.js';
import { tinyEncoder } from './tinyEncoder.js';

const shape = [10, 10, 1] as const;
beforeAll(() => useBackend('wasm'));
const later = async (): Promise<never> => {
  throw new Error('said when nobody listens any more');
};
const asLater = later as () => never;
const leaf: LeafDecoder = { patch: [3, 3], shapes: {}, decode: asLater };

/** A model whose decoder is its own in one function. */
function withDecoder(own: Partial<Decoder>): Rnp {
  const { network } = createRnp(smallRnp(10), { seed: 1 });
  const other = { ...network, decoder: { ...network.decoder, ...own } };
  return new Model(other, initWeights(other, 1));
}

async function trained(model: Rnp, batch = strokeData().batch): Promise<void> {
  const data = { ...strokeData(), batch };
  for await (const event of train(model, data, { steps: 1, batchSize: 4 })) void event;
}

test.each<[string, (images: tf.Tensor4D) => unknown, string]>([
  ['data.batch', () => trained(createRnp(smallRnp(10)), asLater), 'data.batch()'],
  ['what evaluate goes through', () => evaluate(createRnp(smallRnp(10)), asLater()), 'batches'],
  ['batches of evaluate', () => evaluate(createRnp(smallRnp(10)), [asLater()]), 'batches'],
  [
    'an encoder function',
    (images) => createRnp(smallRnp(10), { encoder: asLater }).parse(images),
    'encoder.encode()',
  ],
  [
    'an encoder',
    (images) => createRnp(smallRnp(10), { encoder: { ...tinyEncoder, encode: asLater } }).parse(images),
    'encoder.encode()',
  ],
  [
    'an encoder in training',
    () => trained(createRnp(smallRnp(10), { encoder: { ...tinyEncoder, encode: asLater } })),
    'encoder.encode()',
  ],
  [
    'an encoder’s weights',
    () => createRnp(smallRnp(10), { encoder: { ...tinyEncoder, init: asLater } }),
    'encoder.init()',
  ],
  ['a leaf decoder', (images) => createRnp(smallRnp(10), { leaf }).parse(images), 'leaf.decode()'],
  ['a decoder', (images) => withDecoder({ decode: asLater }).reconstruct(images), 'decoder.decode()'],
  ['a decoder in training', () => trained(withDecoder({ decode: asLater })), 'decoder.decode()'],
  ['a decoder’s weights', () => withDecoder({ init: asLater }), 'decoder.init()'],
])('%s that is a promise is refused, and its rejection ends no process', async (_, call, path) => {
  const images = strokes(2, shape);
  await expect((async () => call(images))()).rejects.toMatchObject({
    code: expect.stringMatching(/^RNP_/),
    path: expect.stringContaining(path),
    message: expect.stringContaining('promise'),
  });
  // Jest fails a test in which a rejection stays unhandled.
  await new Promise((resolve) => void setImmediate(resolve));
  images.dispose();
});
