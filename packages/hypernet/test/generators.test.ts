import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRandom, type Parameters } from '@rnp/nn';
import { distance, gradientCheck, leakedTensors, normals, weigh } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  fewPrograms,
  generate,
  generateFrom,
  generateJoined,
  generateWith,
  type HypernetConfig,
  hypernetShapes,
  initHypernet,
  joinedOutputs,
  programFeatures,
} from '../src/index.js';
import { matricesOfFeatures } from '../src/kernels.js';
import { modulated } from '../src/modulated.js';
import { unitLayout } from '../src/units.js';

const outputs = { kernel: [5, 6], bias: [6], turned: [2, 3, 4, 5], cube: [2, 2, 3] };
const small = { latent: 4, hidden: 7, layers: 2, outputs };
const mixture: HypernetConfig = { ...small, generator: 'mixture', bases: 3 };
const gain: HypernetConfig = { ...small, generator: 'gain' };
const names = Object.keys(outputs);

/** Parameters none of which is 0 or 1, so that each is seen. */
function drawn(config: HypernetConfig): Parameters {
  return Object.fromEntries(
    Object.entries(hypernetShapes(config)).map(([name, shape], i) => [
      name,
      normals([...shape], 30 + i, 0.6),
    ]),
  );
}

/** A generated tensor by its definition, from TensorFlow.js's ops. */
function defined(name: keyof typeof outputs, parameters: Parameters, config: HypernetConfig, x: tf.Tensor2D) {
  const of = (key: string): tf.Tensor => parameters[key]!;
  const shape = outputs[name];
  if (config.generator === 'mixture') {
    return tf.reshape(tf.matMul(x, of(`output/${name}`) as tf.Tensor2D), [x.shape[0], ...shape]);
  }
  const gains = tf.matMul(x, of(`output/${name}`) as tf.Tensor2D);
  const shared = tf.expandDims(of(`shared/${name}`), 0);
  if (shape.length === 1) return tf.add(shared, gains);
  // The units' axis: the last, of a transposed convolution the one before it.
  const broadcast =
    shape.length === 4 ? [-1, 1, 1, shape[2]!, 1] : [-1, ...shape.slice(1).map(() => 1), shape.at(-1)!];
  return tf.mul(shared, tf.add(1, tf.reshape(gains, broadcast)));
}

test('parameters: names and shapes', () => {
  const [mixed, gained] = [hypernetShapes(mixture), hypernetShapes(gain)];
  expect(Object.keys(mixed)).toEqual([
    ...Object.keys(hypernetShapes(small)).filter((name) => !name.startsWith('output/')),
    'mixture/kernel',
    ...names.map((name) => `output/${name}`),
  ]);
  expect(mixed).toMatchObject({ 'mixture/kernel': [7, 3], 'output/kernel': [3, 30], 'output/bias': [3, 6] });
  expect(gained).toMatchObject({
    'shared/kernel': [5, 6],
    'output/kernel': [7, 6],
    'shared/bias': [6],
    'output/bias': [7, 6],
    'shared/turned': [2, 3, 4, 5],
    'output/turned': [7, 4],
    'output/cube': [7, 3],
  });
});

test('a mixture starts with weights as large as a hypernetwork’s', async () => {
  await useBackend('wasm');
  const wide = { latent: 16, hidden: 64, layers: 3, outputs: { a: [80, 64], b: [64, 64], c: [900] } };
  tf.tidy(() => {
    const programs = normals([64, 16], 1) as tf.Tensor2D;
    const spread = (config: HypernetConfig): number => {
      const made = generate(initHypernet(config, createRandom(3)), config, programs);
      const all = tf.concat(
        Object.values(made).map((tensor) => tf.reshape(tensor, [64, -1])),
        1,
      );
      return Math.sqrt(tf.moments(all).variance.dataSync()[0]!);
    };
    const usual = spread(wide);
    for (const bases of [4, 8, 32]) {
      const ratio = spread({ ...wide, generator: 'mixture', bases }) / usual;
      expect(ratio).toBeGreaterThan(0.75);
      expect(ratio).toBeLessThan(1.33);
    }
  });
});

test.each([
  ['bases', { ...small, generator: 'mixture' as const }],
  ['bases', { ...mixture, bases: 0 }],
  ['generator', { ...small, generator: 'sum' as never }],
])('%s that is none is refused by name', (path, config) => {
  expect(() => hypernetShapes(config)).toThrow(expect.objectContaining({ code: 'RNP_CONFIG', path }));
});

describe.each(['cpu', 'wasm'] as const)('generators on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('gains of units and shifts of vectors, by hand', () => {
    tf.tidy(() => {
      const kernel = tf.tensor2d([
        [1, 2],
        [3, 4],
      ]);
      const turned = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 2, 2]);
      const gains = tf.tensor2d([
        [0.5, -1, 10, 20, 1, -0.5],
        [0, 0, 0, 0, 0, 0],
      ]);
      const bias = tf.tensor1d([1, 2]);
      expect(modulated(gains, [kernel, bias, turned]).arraySync()).toEqual([
        [1.5, 0, 4.5, 0, 11, 22, 2, 4, 1.5, 2, 10, 12, 3.5, 4],
        [1, 2, 3, 4, 1, 2, 1, 2, 3, 4, 5, 6, 7, 8],
      ]);
      const [dGains, dKernel, dBias, dTurned] = tf.grads((g, ...shared) =>
        modulated(g as tf.Tensor2D, shared),
      )([gains, kernel, bias, turned], tf.ones([2, 14]));
      expect(dGains!.arraySync()).toEqual([
        [4, 6, 1, 1, 14, 22],
        [4, 6, 1, 1, 14, 22],
      ]);
      expect(dKernel!.arraySync()).toEqual([
        [2.5, 1],
        [2.5, 1],
      ]);
      expect(dBias!.arraySync()).toEqual([2, 2]);
      expect([...dTurned!.dataSync()]).toEqual([3, 3, 1.5, 1.5, 3, 3, 1.5, 1.5]);
    });
  });

  test.each([0, 1, 2, 3])('gains of tensors of any shape as by their definition, draw %d', (seed) => {
    tf.tidy(() => {
      const random = createRandom(100 + seed);
      const size = (): number => 1 + Math.floor(9 * random.uniform());
      const shapes = [[size(), size()], [size()], [size(), size(), size(), size()], [size(), size(), size()]];
      const shared = shapes.map((shape, i) => normals(shape, seed * 10 + i));
      const n = size();
      const units = shapes.map((shape) => unitLayout(shape).units);
      const gains = normals([n, units.reduce((sum, count) => sum + count)], seed + 50) as tf.Tensor2D;
      const byDefinition = (g: tf.Tensor, ...of: tf.Tensor[]): tf.Tensor =>
        tf.concat(
          tf.split(g, units, 1).map((own, i) => {
            const shape = shapes[i]!;
            if (shape.length === 1) return tf.add(own, of[i]!);
            const axis = shape.length === 4 ? 2 : shape.length - 1;
            const lanes = shape.map((size, a) => (a === axis ? size : 1));
            const changed = tf.mul(tf.expandDims(of[i]!, 0), tf.add(1, tf.reshape(own, [n, ...lanes])));
            return tf.reshape(changed, [n, -1]);
          }),
          1,
        );
      const run = (g: tf.Tensor, ...of: tf.Tensor[]): tf.Tensor => modulated(g as tf.Tensor2D, of);
      expect(distance(run(gains, ...shared), byDefinition(gains, ...shared))).toBeLessThan(1e-5);
      const inputs = [gains, ...shared];
      const want = tf.grads((...args: tf.Tensor[]) => weigh(byDefinition(args[0]!, ...args.slice(1))))(
        inputs,
      );
      tf.grads((...args: tf.Tensor[]) => weigh(run(args[0]!, ...args.slice(1))))(inputs).forEach((got, i) => {
        const scale = 1 + tf.max(tf.abs(want[i]!)).dataSync()[0]!;
        expect(distance(got, want[i]!) / scale).toBeLessThan(1e-5);
      });
    });
  });

  test('gradients of gains agree with finite differences', () => {
    tf.tidy(() => {
      const shared = [normals([3, 4], 1), normals([4], 2), normals([2, 1, 3, 2], 3)];
      gradientCheck((g, ...of) => weigh(modulated(g as tf.Tensor2D, of)), [normals([2, 11], 4), ...shared]);
    });
  });

  describe.each([
    ['mixture', mixture],
    ['gain', gain],
  ] as const)('%s', (_, config) => {
    test.each([2, fewPrograms + 3])('%d programs: each tensor, several side by side, and joined', (n) => {
      tf.tidy(() => {
        const parameters = drawn(config);
        const z = normals([n, 4], 2) as tf.Tensor2D;
        const features = programFeatures(parameters, config, z);
        expect(features.shape).toEqual([n, config.generator === 'mixture' ? 3 : 7]);
        const made = generate(parameters, config, z);
        for (const [name, tensor] of Object.entries(made)) {
          const want = defined(name as keyof typeof outputs, parameters, config, features);
          expect(tensor.shape).toEqual([n, ...outputs[name as keyof typeof outputs]]);
          expect(distance(tensor, want)).toBeLessThan(1e-5);
        }
        const flat = tf.concat(
          names.map((name) => tf.reshape(made[name]!, [n, -1])),
          1,
        );
        expect(distance(generateJoined(features, parameters, config, names), flat)).toBeLessThan(1e-5);
        const joined = joinedOutputs(parameters, config, names);
        expect(distance(generateWith(features, joined), flat)).toBeLessThan(1e-5);
      });
    });

    test('gradients by finite differences, of programs and of all parameters', () => {
      tf.tidy(() => {
        const parameters = drawn(config);
        const keys = Object.keys(parameters);
        const run = (z: tf.Tensor, ...of: tf.Tensor[]): tf.Tensor => {
          const given = Object.fromEntries(keys.map((key, i) => [key, of[i]!]));
          const made = generate(given, config, z as tf.Tensor2D);
          return tf.addN(Object.values(made).map((tensor) => weigh(tensor)));
        };
        gradientCheck(run, [normals([2, 4], 2), ...Object.values(parameters)]);
      });
    });

    test('programs are alone with their NaN, and nothing is left behind', async () => {
      const parameters = drawn(config);
      const z = tf.tidy(() =>
        tf.add(normals([3, 4], 2), tf.tensor2d([[0], [Number.NaN], [0]])),
      ) as tf.Tensor2D;
      tf.tidy(() => {
        const features = programFeatures(parameters, config, z);
        const bad = tf.isNaN(generateFrom(features, parameters, config, ['kernel']).kernel!);
        expect(tf.any(tf.reshape(bad, [3, -1]), 1).arraySync()).toEqual([0, 1, 0].map(Boolean).map(Number));
      });
      const run = (): void => tf.dispose(generate(parameters, config, z));
      expect(await leakedTensors(run)).toBe(0);
      const slope = (): void =>
        tf
          .grad((x) => tf.sum(generate(parameters, config, x as tf.Tensor2D).kernel!))(z)
          .dispose();
      expect(await leakedTensors(slope)).toBe(0);
      tf.dispose([z, parameters]);
    });
  });

  test('a mixture’s matrices multiplied out give the same of the trunk’s features', () => {
    tf.tidy(() => {
      const parameters = drawn(mixture);
      const z = normals([3, 4], 2) as tf.Tensor2D;
      const plain = programFeatures(parameters, small, z);
      const [kernel] = matricesOfFeatures(parameters, mixture, ['kernel']);
      const want = tf.reshape(generate(parameters, mixture, z, ['kernel']).kernel!, [3, 30]);
      expect(distance(tf.matMul(plain, kernel!), want)).toBeLessThan(1e-5);
    });
  });
});
