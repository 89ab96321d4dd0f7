import { drawPrimitives, elmanCell, gruCell, hyperConvTranspose, hyperDense, lstmCell } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import { dictionary, number, oneOf, record, tensor } from '../form.js';
import { differentiate, tensorOf, tensorsOf } from '../tensors.js';

const activation = oneOf('identity', 'elu', 'relu', 'relu6', 'sin', 'tanh', 'sigmoid');

/** A generated layer: the inputs it takes, its other settings, and what it computes. */
const operations = {
  hyperDense: {
    inputs: { x: tensor(3), kernel: tensor(3), bias: tensor(2) },
    settings: { activation },
    compute: ({ x, kernel, bias }, entry) => hyperDense(x, kernel, bias, entry.activation),
  },
  elmanCell: {
    inputs: cellInputs(),
    settings: { activation },
    compute: ({ h, x, ...weights }, entry) => elmanCell(h, x, weights, entry.activation),
  },
  gruCell: {
    inputs: cellInputs(),
    settings: {},
    compute: ({ h, x, ...weights }) => gruCell(h, x, weights),
  },
  lstmCell: {
    inputs: { ...cellInputs(), c: tensor(2) },
    settings: {},
    compute: ({ h, c, x, ...weights }) => {
      const next = lstmCell(h, c, x, weights);
      return tf.concat([next.h, next.c], 1);
    },
  },
  primitives: {
    inputs: { z: tensor(3), kernel1: tensor(3), bias1: tensor(2), kernel2: tensor(3), bias2: tensor(2) },
    settings: { primitives: tensor(3) },
    compute: ({ z, kernel1, bias1, kernel2, bias2 }, entry) => {
      const gains = hyperDense(hyperDense(z, kernel1, bias1, 'elu'), kernel2, bias2);
      return tf.squeeze(drawPrimitives(gains, tf.expandDims(tensorOf(entry.primitives), 3)), [4]);
    },
  },
  hyperConvTranspose: {
    inputs: { x: tensor(4), kernel: tensor(5), bias: tensor(2) },
    settings: { stride: number, pad: number },
    compute: ({ x, kernel, bias }, { stride, pad }) => hyperConvTranspose(x, kernel, bias, { stride, pad }),
  },
};

/** @type {Readonly<Record<string, import('../sections.js').Section>>} */
export const layers = Object.fromEntries(
  Object.entries(operations).map(([name, { inputs, settings, compute }]) => [
    name,
    {
      form: record({
        ...settings,
        inputs: record(inputs),
        output: tensor(),
        upstream: tensor(),
        grads: dictionary(tensor()),
      }),
      check: async (entry, path, row) => {
        const own = Object.fromEntries(Object.keys(inputs).map((input) => [input, entry.inputs[input]]));
        const upstream = tensorOf(entry.upstream);
        const { value, grads } = differentiate((x) => compute(x, entry), tensorsOf(own), upstream);
        await row(`${name}: values`).values(value, entry.output, `${path}.output`);
        for (const [input, expected] of Object.entries(entry.grads)) {
          await row(`${name}: gradients`).gradient(grads[input], expected, `${path}.grads.${input}`);
        }
      },
    },
  ]),
);

function cellInputs() {
  return { h: tensor(2), x: tensor(2), recurrentKernel: tensor(3), kernel: tensor(3), bias: tensor(2) };
}
