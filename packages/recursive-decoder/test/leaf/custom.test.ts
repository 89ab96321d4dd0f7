import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRandom } from '@rnp/nn';
import { distance, leakedTensors, normals } from '@rnp-tools/testing';
import { composedOn } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import {
  customLeaf,
  decoderConfig,
  decoderShapes,
  initDecoder,
  type LeafDecoder,
  parseTrees,
  patchLoss,
  requireLeaf,
  unroll,
} from '../../src/index.js';
import { patchShape } from '../../src/leaf/patchDecoder.js';
import { smallConfig } from '../smallDecoder.js';

/** What a dense leaf decodes with one hidden layer less, by ops alone. */
const linear: LeafDecoder = {
  patch: [4, 5],
  shapes: { 'to/kernel': [5, 40], 'to/bias': [40] },
  decode: (weights, states) =>
    tf.reshape(
      tf.relu6(
        tf.add(tf.matMul(states, weights['to/kernel'] as tf.Tensor3D), tf.expandDims(weights['to/bias']!, 1)),
      ),
      [-1, 4, 5, 2],
    ),
};

const config = smallConfig({ leaf: customLeaf(linear) });

describe.each(composedOn)('a leaf decoder of one’s own on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test('its weights are generated, and it draws leaves and inner patches', async () => {
    const params = initDecoder(config, createRandom(1));
    expect(params['state/output/leaf/to/kernel']).toBeDefined();
    const program = normals([2, 5], 3) as tf.Tensor2D;
    const tree = unroll(params, config, program, { innerPatches: true, leaf: linear });
    expect(tree.leaves.shape).toEqual([12, 4, 5, 2]);
    expect(tree.levels[0]!.patches!.shape).toEqual([6, 4, 5, 2]);
    const images = tf.zeros([2, 9, 12, 2]) as tf.Tensor4D;
    expect(patchLoss(tree, config, images).shape).toEqual([2]);
    const [first] = await parseTrees(tree, config);
    expect(first!.root.children[0]!.children[0]!.patch!.shape).toEqual([4, 5, 2]);
    tf.dispose([tree, program, images, params] as tf.TensorContainer);
  });

  test('its gradient reaches H_state', () => {
    const params = initDecoder(config, createRandom(1));
    const name = 'state/output/leaf/to/bias';
    const program = normals([1, 5], 3) as tf.Tensor2D;
    const gradient = tf.tidy(() =>
      tf.grad((bias) =>
        tf.sum(unroll({ ...params, [name]: bias as tf.Tensor }, config, program, { leaf: linear }).leaves),
      )(params[name]!),
    );
    expect(tf.sum(tf.abs(gradient)).dataSync()[0]).toBeGreaterThan(0);
  });

  test('shared networks hand it the program behind each state', () => {
    const seen: number[][] = [];
    const wide: LeafDecoder = {
      patch: [4, 5],
      shapes: { bias: [40] },
      decode: ({ bias }, states) => {
        seen.push([...states.shape]);
        const [n, t] = states.shape;
        return tf.reshape(tf.tile(tf.expandDims(bias!, 1), [1, t, 1]), [n * t, 4, 5, 2]);
      },
    };
    const shared = smallConfig({ leaf: customLeaf(wide), generator: 'embedding' });
    const params = initDecoder(shared, createRandom(1));
    unroll(params, shared, tf.zeros([1, 5]), { leaf: wide });
    expect(seen).toEqual([[3, 2, 10]]);
  });

  test('nothing leaks, also when it throws', async () => {
    const params = initDecoder(config, createRandom(1));
    const program = tf.zeros([1, 5]) as tf.Tensor2D;
    const wrong = { ...linear, decode: (_: unknown, states: tf.Tensor3D) => tf.clone(states) as never };
    const attempt = (leaf: LeafDecoder) => () =>
      tf.dispose(unroll(params, config, program, { leaf }) as never);
    expect(await leakedTensors(attempt(linear))).toBe(0);
    expect(
      await leakedTensors(() =>
        expect(attempt(wrong)).toThrow(expect.objectContaining({ code: 'RNP_SHAPE', path: 'leaf.decode()' })),
      ),
    ).toBe(0);
  });
});

describe('what the config tells of it', () => {
  const refusal = (path: string) => expect.objectContaining({ code: 'RNP_CONFIG', path });

  test('is plain JSON from which shapes follow without it', () => {
    const read = decoderConfig(JSON.parse(JSON.stringify(config)));
    expect(read).toEqual(config);
    expect(patchShape(read)).toEqual([4, 5, 2]);
    expect(decoderShapes(read)).toEqual(decoderShapes(config));
  });

  test('is refused where it is no leaf decoder', () => {
    expect(() => customLeaf({ ...linear, decode: 1 as never })).toThrow(refusal('leaf.decode'));
    expect(() => customLeaf({ ...linear, patch: [4, 1] })).toThrow(refusal('leaf.patch[1]'));
    expect(() => customLeaf({ ...linear, shapes: { a: [0] } })).toThrow(refusal('leaf.shapes["a"][0]'));
    expect(() => customLeaf({ ...linear, shapes: [] as never })).toThrow(refusal('leaf.shapes'));
    expect(() => decoderConfig({ leaf: { kind: 'own' } as never })).toThrow(refusal('leaf.kind'));
  });

  test('and the decoder belong together', async () => {
    await useBackend('cpu');
    const params = initDecoder(config, createRandom(1));
    const program = tf.zeros([1, 5]) as tf.Tensor2D;
    expect(() => unroll(params, config, program)).toThrow('pass it as `leaf`');
    const other = { ...linear, shapes: { 'to/kernel': [5, 40] } };
    expect(() => unroll(params, config, program, { leaf: other })).toThrow(refusal('leaf'));
    expect(() => requireLeaf(smallConfig(), linear)).toThrow("leaves are 'dense'");
    const reordered = { ...linear, shapes: { 'to/bias': [40], 'to/kernel': [5, 40] } };
    const one = unroll(params, config, program, { leaf: linear }).leaves;
    expect(distance(one, unroll(params, config, program, { leaf: reordered }).leaves)).toBe(0);
  });
});
