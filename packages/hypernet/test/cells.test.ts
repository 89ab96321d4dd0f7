import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, gradientCheck, normals, weigh } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { elmanCell, gruCell, hyperDense, lstmCell } from '../src/index.js';

type Rows = number[][];

/** Row vector times matrix, plain loops. */
const times = (row: number[], matrix: Rows): number[] =>
  matrix[0]!.map((_, o) => row.reduce((sum, v, i) => sum + v * matrix[i]![o]!, 0));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const elu = (x: number): number => (x > 0 ? x : Math.expm1(x));

interface Sample {
  readonly h: number[];
  readonly c: number[];
  readonly x: number[];
  readonly recurrentKernel: Rows;
  readonly kernel: Rows;
  readonly bias: number[];
}

/** The cells for one sample, in float64. */
const oracles = {
  elman: ({ h, x, recurrentKernel, kernel, bias }: Sample): number[] => {
    const [fromH, fromX] = [times(h, recurrentKernel), times(x, kernel)];
    return h.map((_, j) => elu(fromH[j]! + fromX[j]! + bias[j]!));
  },
  gru: ({ h, x, recurrentKernel, kernel, bias }: Sample): number[] => {
    const [fromH, fromX] = [times(h, recurrentKernel), times(x, kernel)];
    const size = h.length;
    return h.map((value, j) => {
      const at = (gate: number) => gate * size + j;
      const reset = sigmoid(fromX[at(0)]! + fromH[at(0)]! + bias[at(0)]!);
      const update = sigmoid(fromX[at(1)]! + fromH[at(1)]! + bias[at(1)]!);
      const candidate = Math.tanh(fromX[at(2)]! + reset * fromH[at(2)]! + bias[at(2)]!);
      return (1 - update) * candidate + update * value;
    });
  },
  lstm: ({ h, c, x, recurrentKernel, kernel, bias }: Sample): number[] => {
    const [fromH, fromX] = [times(h, recurrentKernel), times(x, kernel)];
    const size = h.length;
    const gate = (g: number, j: number) => fromH[g * size + j]! + fromX[g * size + j]! + bias[g * size + j]!;
    const memory = c.map((v, j) => sigmoid(gate(1, j)) * v + sigmoid(gate(0, j)) * Math.tanh(gate(2, j)));
    return [...memory.map((v, j) => sigmoid(gate(3, j)) * Math.tanh(v)), ...memory];
  },
};

const cells = {
  elman: {
    gates: 1,
    run: ([h, , x, recurrentKernel, kernel, bias]: tf.Tensor[]) =>
      elmanCell(h as tf.Tensor2D, x as tf.Tensor2D, {
        recurrentKernel: recurrentKernel!,
        kernel: kernel!,
        bias: bias!,
      }),
  },
  gru: {
    gates: 3,
    run: ([h, , x, recurrentKernel, kernel, bias]: tf.Tensor[]) =>
      gruCell(h as tf.Tensor2D, x as tf.Tensor2D, {
        recurrentKernel: recurrentKernel!,
        kernel: kernel!,
        bias: bias!,
      }),
  },
  lstm: {
    gates: 4,
    run: ([h, c, x, recurrentKernel, kernel, bias]: tf.Tensor[]) => {
      const weights = { recurrentKernel: recurrentKernel!, kernel: kernel!, bias: bias! };
      const next = lstmCell(h as tf.Tensor2D, c as tf.Tensor2D, x as tf.Tensor2D, weights);
      return tf.concat([next.h, next.c], 1);
    },
  },
};

const cellInputs = (n: number, size: number, inputs: number, gates: number, seed: number): tf.Tensor[] => [
  normals([n, size], seed),
  normals([n, size], seed + 1),
  normals([n, inputs], seed + 2),
  normals([n, size, gates * size], seed + 3, 0.5),
  normals([n, inputs, gates * size], seed + 4, 0.5),
  normals([n, gates * size], seed + 5, 0.5),
];

const sizes = fc.record({
  n: fc.integer({ min: 1, max: 5 }),
  size: fc.integer({ min: 1, max: 7 }),
  inputs: fc.integer({ min: 1, max: 7 }),
  seed: fc.integer({ max: 1e6 }),
});

describe.each(['cpu', 'wasm'] as const)('cells on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(['elman', 'gru', 'lstm'] as const)('%s', (kind) => {
    const { gates, run } = cells[kind];

    test('every sample by its own weights: a loop in float64', () => {
      fc.assert(
        fc.property(sizes, ({ n, size, inputs, seed }) => {
          tf.tidy(() => {
            const tensors = cellInputs(n, size, inputs, gates, seed);
            const [h, c, x, recurrentKernel, kernel, bias] = tensors.map(
              (tensor) => tensor.arraySync() as never[],
            );
            const want = Array.from({ length: n }, (_, i) =>
              oracles[kind]({
                h: h![i]!,
                c: c![i]!,
                x: x![i]!,
                recurrentKernel: recurrentKernel![i]!,
                kernel: kernel![i]!,
                bias: bias![i]!,
              }),
            );
            expect(distance(run(tensors), want.flat())).toBeLessThan(2e-5);
          });
        }),
        { numRuns: 25 },
      );
    });

    test('permuting the batch permutes the result', () => {
      fc.assert(
        fc.property(sizes, ({ size, inputs, seed }) => {
          tf.tidy(() => {
            const tensors = cellInputs(4, size, inputs, gates, seed);
            const order = tf.tensor1d([2, 0, 3, 1], 'int32');
            const permuted = run(tensors.map((tensor) => tf.gather(tensor, order)));
            expect(distance(permuted, tf.gather(run(tensors), order))).toBeLessThan(1e-6);
          });
        }),
        { numRuns: 10 },
      );
    });

    test('gradients by finite differences', () => {
      tf.tidy(() => {
        const [h, c, x, ...weights] = cellInputs(2, 4, 3, gates, 1) as [tf.Tensor, tf.Tensor, ...tf.Tensor[]];
        const inputs = kind === 'lstm' ? [h, c, x!, ...weights] : [h, x!, ...weights];
        const full = (args: tf.Tensor[]) => (kind === 'lstm' ? args : [args[0]!, c, ...args.slice(1)]);
        gradientCheck((...args) => weigh(run(full(args))), inputs);
      });
    });

    test('a wrong shape is named', () => {
      tf.tidy(() => {
        const tensors = cellInputs(2, 4, 3, gates, 1);
        const broken = (index: number, shape: number[]) => () =>
          run(tensors.map((tensor, i) => (i === index ? tf.zeros(shape) : tensor)));
        expect(broken(3, [2, 4, 99])).toThrow(expect.objectContaining({ code: 'RNP_SHAPE' }));
        expect(broken(3, [2, 4, 99])).toThrow(`${kind}Cell.recurrentKernel: is [2, 4, 99]`);
        expect(broken(4, [2, 4, 4 * gates])).toThrow(`${kind}Cell.kernel`);
        expect(broken(5, [1, 4 * gates])).toThrow(`${kind}Cell.bias`);
        expect(broken(2, [3, 3])).toThrow(`${kind}Cell.x`);
      });
    });
  });

  test('hyperDense: a loop in float64, a permuted batch, gradients, shape errors', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 4 }), ({ n, size, inputs, seed }, t) => {
        tf.tidy(() => {
          const x = normals([n, t, inputs], seed) as tf.Tensor3D;
          const kernel = normals([n, inputs, size], seed + 1);
          const bias = normals([n, size], seed + 2);
          const [rows, kernels, biases] = [
            x.arraySync(),
            kernel.arraySync() as number[][][],
            bias.arraySync() as Rows,
          ];
          const want = rows.map((sample, i) =>
            sample.map((row) => times(row, kernels[i]!).map((v, o) => elu(v + biases[i]![o]!))),
          );
          expect(distance(hyperDense(x, kernel, bias, 'elu'), want.flat(2))).toBeLessThan(2e-5);
          const order = tf.tensor1d(
            Array.from({ length: n }, (_, i) => (i + 1) % n),
            'int32',
          );
          const permuted = hyperDense(
            tf.gather(x, order),
            tf.gather(kernel, order),
            tf.gather(bias, order),
            'elu',
          );
          expect(distance(permuted, tf.gather(hyperDense(x, kernel, bias, 'elu'), order))).toBeLessThan(1e-6);
        });
      }),
      { numRuns: 25 },
    );
    tf.tidy(() => {
      const inputs = [normals([3, 2, 5], 1), normals([3, 5, 4], 2), normals([3, 4], 3)];
      gradientCheck(
        (x, kernel, bias) => weigh(hyperDense(x as tf.Tensor3D, kernel, bias, 'sigmoid')),
        inputs,
      );
      const [x, kernel, bias] = inputs as [tf.Tensor3D, tf.Tensor, tf.Tensor];
      expect(() => hyperDense(x, bias, bias)).toThrow(/hyperDense\.kernel: is \[3, 4\] where \[3, 5, o\]/);
      expect(() => hyperDense(x, kernel, tf.zeros([3, 5]))).toThrow(
        expect.objectContaining({ code: 'RNP_SHAPE' }),
      );
    });
  });
});
