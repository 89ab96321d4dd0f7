import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRandom, type Parameters } from '@rnp/nn';
import { distance, gradientCheck, leakedTensors, normals, weigh } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { generate, type HypernetConfig, hypernetShapes, initHypernet } from '../src/index.js';

const config: HypernetConfig = {
  latent: 4,
  hidden: 8,
  layers: 2,
  outputs: { 'encoder1/kernel': [5, 3], 'encoder1/bias': [3], 'cell/initial': [4] },
};

/** One program in float64, by loops. */
function oracle(parameters: Parameters, z: number[], name: string): number[] {
  const vector = (path: string) => [...parameters[path]!.dataSync()];
  const times = (x: number[], path: string) => {
    const kernel = parameters[path]!.arraySync() as number[][];
    return kernel[0]!.map((_, o) => x.reduce((sum, v, i) => sum + v * kernel[i]![o]!, 0));
  };
  const norm = (x: number[], path: string) => {
    const mean = x.reduce((a, b) => a + b) / x.length;
    const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
    const [gamma, beta] = [vector(`${path}/gamma`), vector(`${path}/beta`)];
    return x.map((v, i) => ((v - mean) / Math.sqrt(variance + 1e-5)) * gamma[i]! + beta[i]!);
  };
  let x = norm(z, 'norm');
  for (let i = 1; i <= config.layers; i++) {
    const bias = vector(`dense${i}/bias`);
    const summed = times(x, `dense${i}/kernel`).map((v, j) => v + bias[j]!);
    x = norm(summed, `norm${i}`).map((v) => (v > 0 ? v : Math.expm1(v)));
  }
  return times(x, `output/${name}`);
}

/** Parameters that are not at their special first values, so that every one of them counts. */
const scattered = (): Parameters =>
  Object.fromEntries(
    Object.entries(hypernetShapes(config)).map(([name, shape], i) => [name, normals(shape, 100 + i, 0.7)]),
  );

describe.each(['cpu', 'wasm'] as const)('hypernetwork on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('shapes have the names of the model, in order', () => {
    expect(hypernetShapes(config)).toEqual({
      'norm/gamma': [4],
      'norm/beta': [4],
      'dense1/kernel': [4, 8],
      'dense1/bias': [8],
      'norm1/gamma': [8],
      'norm1/beta': [8],
      'dense2/kernel': [8, 8],
      'dense2/bias': [8],
      'norm2/gamma': [8],
      'norm2/beta': [8],
      'output/encoder1/kernel': [8, 15],
      'output/encoder1/bias': [8, 3],
      'output/cell/initial': [8, 4],
    });
  });

  test('initial values: Glorot over all generated values, zero biases, gamma 1; the same for the same seed', () => {
    tf.tidy(() => {
      const parameters = initHypernet(config, createRandom(3));
      for (const [name, shape] of Object.entries(hypernetShapes(config))) {
        const tensor = parameters[name]!;
        expect(tensor.shape).toEqual(shape);
        const values = [...tensor.dataSync()];
        if (name.endsWith('gamma')) expect(values.every((v) => v === 1)).toBe(true);
        else if (/(beta|dense\d\/bias)$/.test(name)) expect(values.every((v) => v === 0)).toBe(true);
        else {
          const fanOut = name.startsWith('output/') ? 22 : shape[1]!;
          const limit = Math.sqrt(6 / (shape[0]! + fanOut));
          const largest = Math.max(...values.map(Math.abs));
          expect(largest).toBeLessThanOrEqual(limit * (1 + 1e-6));
          expect(largest).toBeGreaterThan(0.7 * limit);
        }
      }
      const again = initHypernet(config, createRandom(3));
      const other = initHypernet(config, createRandom(4));
      expect(distance(parameters['output/cell/initial']!, again['output/cell/initial']!)).toBe(0);
      expect(distance(parameters['output/cell/initial']!, other['output/cell/initial']!)).toBeGreaterThan(
        0.01,
      );
    });
  });

  test('generates every tensor of every program: loops in float64', () => {
    tf.tidy(() => {
      const parameters = scattered();
      const z = normals([3, 4], 1) as tf.Tensor2D;
      const generated = generate(parameters, config, z);
      expect(Object.keys(generated)).toEqual(Object.keys(config.outputs));
      for (const [name, shape] of Object.entries(config.outputs)) {
        expect(generated[name]!.shape).toEqual([3, ...shape]);
        const want = z.arraySync().map((row) => oracle(parameters, row, name));
        expect(distance(generated[name]!, want.flat())).toBeLessThan(1e-4);
      }
    });
  });

  test('only what is asked for; a permuted batch gives permuted weights', () => {
    tf.tidy(() => {
      const parameters = scattered();
      const z = normals([3, 4], 1) as tf.Tensor2D;
      const some = generate(parameters, config, z, ['cell/initial']);
      expect(Object.keys(some)).toEqual(['cell/initial']);
      const order = tf.tensor1d([2, 0, 1], 'int32');
      const permuted = generate(parameters, config, tf.gather(z, order), ['cell/initial']);
      expect(distance(permuted['cell/initial']!, tf.gather(some['cell/initial']!, order))).toBeLessThan(1e-5);
    });
  });

  test('gradients of the program and of every parameter, by finite differences', () => {
    tf.tidy(() => {
      const parameters = scattered();
      const names = Object.keys(parameters);
      gradientCheck(
        (z, ...tensors) =>
          weigh(
            ...Object.values(
              generate(
                Object.fromEntries(names.map((name, i) => [name, tensors[i]!])),
                config,
                z as tf.Tensor2D,
              ),
            ),
          ),
        [normals([3, 4], 1), ...Object.values(parameters)],
        { step: 1e-2, tolerance: 3e-2, directions: 2 },
      );
    });
  });

  test('errors name what is wrong; nothing leaks, also when it throws', async () => {
    const parameters = scattered();
    const z = normals([3, 4], 1) as tf.Tensor2D;
    const { 'norm2/beta': beta, ...rest } = parameters;
    const wide = normals([8, 16], 1);
    const failures = [
      () => generate(parameters, config, z, ['decoder1/kernel']),
      () => generate(rest, config, z),
      () => generate({ ...parameters, 'dense2/kernel': wide }, config, z),
      () => generate(parameters, { ...config, latent: 5 }, z),
    ] as const;
    const run = () => {
      tf.dispose(generate(parameters, config, z));
      for (const failure of failures) expect(failure).toThrow();
    };
    expect(await leakedTensors(run)).toBe(0);
    expect(failures[0]).toThrow(expect.objectContaining({ code: 'RNP_WEIGHTS' }));
    expect(failures[0]).toThrow(/'decoder1\/kernel' is not generated/);
    expect(failures[1]).toThrow(/parameter 'norm2\/beta' is missing/);
    expect(failures[2]).toThrow(expect.objectContaining({ code: 'RNP_SHAPE' }));
    expect(failures[2]).toThrow(/dense2\/kernel: is \[8, 16\] where \[8, 8\]/);
    expect(failures[3]).toThrow(/^z: is \[3, 4\] where \[n, 5\]/);
    expect(() => hypernetShapes({ ...config, layers: 0 })).toThrow(
      expect.objectContaining({ code: 'RNP_CONFIG' }),
    );
    expect(() => hypernetShapes({ ...config, outputs: { a: [2, 0] } })).toThrow(/outputs\.a\[1\]/);
    tf.dispose([beta, wide, z]);
    tf.dispose(rest);
  });
});
