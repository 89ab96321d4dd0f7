import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { Activation } from '@rnp/nn';
import {
  expectClose,
  expectGradientClose,
  type GoldenTensor,
  leakedTensors,
  tensorOf,
} from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  drawPrimitives,
  elmanCell,
  gruCell,
  hyperConvTranspose,
  hyperDense,
  lstmCell,
} from '../src/index.js';

interface GoldenCase {
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly output: GoldenTensor;
  readonly upstream: GoldenTensor;
  readonly grads: Readonly<Record<string, GoldenTensor>>;
  readonly activation: Activation;
  readonly primitives: GoldenTensor;
  readonly stride: number;
  readonly pad: number;
}

type Section = 'hyperDense' | 'elmanCell' | 'gruCell' | 'lstmCell' | 'primitives' | 'hyperConvTranspose';
type Op = (inputs: Record<string, tf.Tensor>, golden: GoldenCase) => tf.Tensor;

const golden = JSON.parse(readFileSync(new URL('data/golden.json', import.meta.url), 'utf8')) as Record<
  Section,
  readonly GoldenCase[]
>;

const weightsOf = (inputs: Record<string, tf.Tensor>) => ({
  recurrentKernel: inputs.recurrentKernel!,
  kernel: inputs.kernel!,
  bias: inputs.bias!,
});

const ops: Readonly<Record<Section, Op>> = {
  hyperDense: ({ x, kernel, bias }, { activation }) =>
    hyperDense(x as tf.Tensor3D, kernel!, bias!, activation),
  elmanCell: (inputs, { activation }) =>
    elmanCell(inputs.h as tf.Tensor2D, inputs.x as tf.Tensor2D, weightsOf(inputs), activation),
  gruCell: (inputs) => gruCell(inputs.h as tf.Tensor2D, inputs.x as tf.Tensor2D, weightsOf(inputs)),
  lstmCell: (inputs) => {
    const { h, c, x } = inputs as Record<string, tf.Tensor2D>;
    const next = lstmCell(h!, c!, x!, weightsOf(inputs));
    return tf.concat([next.h, next.c], 1);
  },
  primitives: ({ z, kernel1, bias1, kernel2, bias2 }, { primitives }) => {
    const [k, h, w] = primitives.shape as [number, number, number];
    const gains = hyperDense(hyperDense(z as tf.Tensor3D, kernel1!, bias1!, 'elu'), kernel2!, bias2!);
    const images = tf.reshape(tensorOf(primitives), [k, h, w, 1]) as tf.Tensor4D;
    return tf.squeeze(drawPrimitives(gains, images), [4]);
  },
  hyperConvTranspose: ({ x, kernel, bias }, { stride, pad }) =>
    hyperConvTranspose(x as tf.Tensor4D, kernel!, bias!, { stride, pad }),
};

const cases = (Object.keys(ops) as Section[]).flatMap((section) =>
  golden[section].map((entry, index) => ({ title: `${section} ${index}`, section, entry })),
);

describe.each(['cpu', 'wasm'] as const)('golden values on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test.each(cases)('$title: values, every gradient, no leak', async ({ section, entry }) => {
    const op = ops[section];
    const names = Object.keys(entry.inputs);
    const run = () => {
      tf.tidy(() => {
        const tensors = names.map((name) => tensorOf(entry.inputs[name]!));
        const { value, grads } = {
          value: op(Object.fromEntries(names.map((name, i) => [name, tensors[i]!])), entry),
          grads: tf.grads((...args: tf.Tensor[]) =>
            op(Object.fromEntries(names.map((name, i) => [name, args[i]!])), entry),
          )(tensors, tensorOf(entry.upstream)),
        };
        expectClose(value, entry.output);
        names.forEach((name, i) => {
          expectGradientClose(grads[i]!, entry.grads[name]!);
        });
      });
    };
    expect(await leakedTensors(run)).toBe(0);
  });
});
