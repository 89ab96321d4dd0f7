import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { LeafDecoder } from '@rnp/recursive-decoder';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  createRnp,
  deeper,
  evaluate,
  modelFromFiles,
  modelToFiles,
  type Rnp,
  train,
  withNewEncoder,
} from '../src/index.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';
import { strokes } from './strokes.js';

/** A blob whose width and ink the leaf's program says: two numbers from four, by weights that are generated. */
const blob: LeafDecoder = {
  patch: [5, 5],
  shapes: { kernel: [4, 2], bias: [2] },
  decode: ({ kernel, bias }, states) => {
    const read = tf.add(tf.matMul(states, kernel as tf.Tensor3D), tf.expandDims(bias!, 1));
    const [width, ink] = tf.split(tf.sigmoid(tf.reshape(read, [-1, 2])), 2, 1);
    const squares = Float32Array.from(
      { length: 25 },
      (_, i) => ((i % 5) - 2) ** 2 + (Math.floor(i / 5) - 2) ** 2,
    );
    const shape = tf.exp(tf.neg(tf.div(tf.tensor2d(squares, [1, 25]), tf.add(0.5, tf.mul(width!, 4)))));
    return tf.reshape(tf.mul(ink!, shape), [-1, 5, 5, 1]);
  },
};

const make = (): Rnp => createRnp(smallRnp(10), { seed: 3, leaf: blob });
const bits = (tensor: tf.Tensor): string => Buffer.from(tensor.dataSync().slice().buffer).toString('hex');

beforeAll(() => useBackend('wasm'));

/** A stamp without weights, whose ink is the first number of a state. */
const stamp: LeafDecoder = {
  patch: [3, 3],
  shapes: {},
  decode: (_weights, states) => {
    const first = tf.reshape(tf.slice(states, [0, 0, 0], [-1, -1, 1]), [-1, 1, 1, 1]);
    return tf.mul(tf.sigmoid(first), tf.ones([1, 3, 3, 1]));
  },
};

describe.each([
  ['hypernet', 'wasm'],
  ['embedding', 'wasm'],
  ['hypernet', 'cpu'],
] as const)('a leaf decoder without weights, with generator %s on %s', (generator, backend) => {
  beforeAll(() => useBackend(backend));

  test('parses, learns, is saved and read again, and leaves no tensor', async () => {
    const left = await leakedTensors(async () => {
      const model = createRnp({ ...smallRnp(10), generator }, { seed: 3, leaf: stamp });
      const images = strokes(2, [10, 10, 1]);
      const [tree] = await model.parse(images);
      expect(tree!.root.children[0]!.children[0]!.patch!.shape).toEqual([3, 3, 1]);
      const name = `decoder/state/output/cell/kernel`;
      const before = bits(model.weights.parameters[name]!);
      const options = { steps: 1, batchSize: 4, patchWeight: 0.1, overlap: [0.02, 0.02] };
      for await (const event of train(model, strokeData(), options)) void event;
      expect(bits(model.weights.parameters[name]!)).not.toBe(before);
      const { model: read } = modelFromFiles(modelToFiles(model), { leaf: stamp });
      const [drawn, again] = [model.reconstruct(images), read.reconstruct(images)];
      expect(bits(again)).toBe(bits(drawn));
      tf.dispose([images, drawn, again]);
      model.dispose();
      read.dispose();
    });
    expect(left).toBe(0);
  });

  afterAll(() => useBackend('wasm'));
});

describe('a model with a leaf decoder of its own', () => {
  test('has in its config what the leaf needs, and parses', async () => {
    const model = make();
    expect(model.config.leaf).toEqual({ kind: 'custom', patch: [5, 5], shapes: blob.shapes });
    const images = strokes(2, [10, 10, 1]);
    const [tree] = await model.parse(images);
    expect(tree!.root.children[1]!.children[0]!.patch!.shape).toEqual([5, 5, 1]);
    images.dispose();
    model.dispose();
  });

  test('is saved, and read again with the leaf given again', async () => {
    const model = make();
    const files = modelToFiles(model);
    const program = tf.fill([2, 4], 0.7) as tf.Tensor2D;
    expect(
      await leakedTensors(() => {
        const { model: read } = modelFromFiles(files, { leaf: blob });
        const [before, after] = [model.decode(program), read.decode(program)];
        expect(bits(after)).toBe(bits(before));
        tf.dispose([before, after]);
        read.dispose();
      }),
    ).toBe(0);
    program.dispose();
    model.dispose();
  });

  test('is refused by name without its leaf, or with another one', () => {
    const model = make();
    const files = modelToFiles(model);
    const usual = createRnp(smallRnp(10));
    const refused = (read: () => unknown, problem: RegExp): void => {
      expect(read).toThrow(
        expect.objectContaining({ code: 'RNP_CONFIG', message: expect.stringMatching(problem) }),
      );
    };
    refused(() => modelFromFiles(files), /leaf of its own; pass it as `leaf`/);
    refused(() => modelFromFiles(files, { leaf: { ...blob, patch: [6, 5] } }), /is not that of the config/);
    refused(() => modelFromFiles(modelToFiles(usual), { leaf: blob }), /leaves are 'dense'/);
    for (const one of [model, usual]) one.dispose();
  });

  test.each(['nested', 'composed'] as const)(
    'learns by every term of the loss, drawn %s',
    async (rendering) => {
      const model = createRnp({ ...smallRnp(10), rendering }, { seed: 3, leaf: blob });
      const name = 'decoder/state/output/leaf/bias';
      const before = bits(model.weights.parameters[name]!);
      let told = 0;
      const terms = { overlap: [0.02, 0.02], patchWeight: 0.1, weightNorm: 1e-3 };
      for await (const event of train(model, strokeData(), {
        steps: 2,
        batchSize: 4,
        logEvery: 1,
        parseEvery: 0,
        ...terms,
      })) {
        if (event.type !== 'progress') continue;
        expect(event.metrics.overlapPerImage).toBeGreaterThan(0);
        expect(event.metrics.patchPerImage).toBeGreaterThan(0);
        told++;
      }
      expect(told).toBe(2);
      expect(bits(model.weights.parameters[name]!)).not.toBe(before);
      const figures = await evaluate(model, [strokeData().batch({ step: 0, batchSize: 4, seed: 1 })]);
      expect(figures.parse!.purity).toHaveLength(2);
      model.dispose();
    },
  );

  test('goes on in models made of it', () => {
    const model = make();
    const [deep, adapted] = [
      deeper(model, { children: 2, encoder: 'kept' }),
      withNewEncoder(model, { seed: 2 }),
    ];
    const program = tf.fill([1, 4], 0.7) as tf.Tensor2D;
    const [before, after] = [model.decode(program), adapted.decode(program)];
    expect(bits(after)).toBe(bits(before));
    expect(deep.decode(program).shape).toEqual([1, 10, 10, 1]);
    for (const one of [model, deep, adapted]) one.dispose();
  });

  test('is refused by workers, naming the leaf', async () => {
    const model = make();
    const run = train(model, strokeData(), { steps: 1, batchSize: 4, workers: 2 });
    await expect(run.next()).rejects.toMatchObject({ code: 'RNP_CONFIG', path: 'leaf' });
    model.dispose();
  });
});
