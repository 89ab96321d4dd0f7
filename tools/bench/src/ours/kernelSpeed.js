import * as tf from '@tensorflow/tfjs-core';
import { median } from '../statistics.js';
import { startBackend } from './backend.js';
import { inputs } from './inputs.js';
import { microKernelPeak } from './microKernelPeak.js';

/** [m, k] · [k, n], or a batch of them; `a` and `b` are the stored shapes. */
const product = (title, a, b, transposeA = false, transposeB = false) => {
  const [m, k] = transposeA ? a.slice(-2).reverse() : a.slice(-2);
  const n = b.at(transposeB ? -2 : -1);
  const batch = a.length === 3 ? a[0] : 1;
  return {
    title,
    operations: 2 * batch * m * n * k,
    shapes: [a, b],
    run: (x, y) => tf.matMul(x, y, transposeA, transposeB),
  };
};

/** A convolution and its two gradients, NHWC. */
const convolution = (title, image, filter, stride, pad) => {
  const { outShape } = tf.backend_util.computeConv2DInfo(image, filter, stride, 1, pad);
  const operations = 2 * tf.util.sizeFromShape(outShape) * filter[0] * filter[1] * filter[2];
  const attributes = { strides: [stride, stride], pad, dataFormat: 'NHWC', dimRoundingMode: null };
  const kernel = (name, feeds, more) => tf.engine().runKernel(name, feeds, { ...attributes, ...more });
  const input = (dy, w) => kernel(tf.Conv2DBackpropInput, { dy, filter: w }, { inputShape: image });
  const weights = (x, dy) => kernel(tf.Conv2DBackpropFilter, { x, dy }, { filterShape: filter });
  return [
    { title, operations, shapes: [image, filter], run: (x, w) => tf.conv2d(x, w, stride, pad) },
    { title: `${title}, input gradient`, operations, shapes: [outShape, filter], run: input },
    { title: `${title}, filter gradient`, operations, shapes: [image, outShape], run: weights },
  ];
};

/** What a training step consists of; the sizes are those of both recipes at this batch size. */
const shapesOf = (batch) => {
  const programs = 3 * batch;
  const generated = 64 * 784;
  const last = 'paper: last layer of H_state';
  return [
    product('square product, 512', [512, 512], [512, 512]),
    product(last, [programs, 64], [64, generated]),
    product(`${last}, input gradient`, [programs, generated], [64, generated], false, true),
    product(`${last}, weight gradient`, [programs, 64], [programs, generated], true),
    product('paper: generated decoder', [programs, 3, 64], [programs, 64, 784]),
    product('quick: generated decoder', [4 * batch, 4, 64], [4 * batch, 64, 64]),
    ...convolution('paper: convolution 5×5, 32 → 32', [batch, 24, 24, 32], [5, 5, 32, 32], 1, 'valid'),
    ...convolution('paper: convolution 3×3, 32 → 32', [batch, 12, 12, 32], [3, 3, 32, 32], 1, 'same'),
    ...convolution(
      'quick: convolution 3×3, 32 → 64, stride 2',
      [batch, 16, 16, 32],
      [3, 3, 32, 64],
      2,
      'valid',
    ),
  ];
};

/** GFLOP/s of single products and convolutions, and of the micro kernel they stand on. */
export async function measure({ batch, repeats, warmUp, peakRounds, backend }, progress) {
  await startBackend(backend);
  const shapes = shapesOf(batch);
  const speeds = shapes.map((shape, i) => {
    progress(i / shapes.length);
    return { title: shape.title, gflops: gflopsOf(shape, repeats, warmUp) };
  });
  return { peakGflops: await microKernelPeak(peakRounds), ...keyed(speeds) };
}

/** In a training step weights and activations are new each time, so they are here: some kernels cache what they packed. */
function gflopsOf({ operations, shapes, run }, repeats, warmUp) {
  const draw = inputs(9);
  // Any numbers will do; normal ones take longer to draw than all products.
  const values = shapes.map((shape) => draw.actions(shape).dataSync().slice());
  const times = [];
  for (let i = 0; i < repeats + warmUp; i++) {
    tf.tidy(() => {
      const tensors = shapes.map((shape, k) => tf.tensor(values[k], shape));
      // Uploads on WASM happen with the first use.
      for (const tensor of tensors) tf.neg(tensor);
      const begun = performance.now();
      run(...tensors);
      times.push(performance.now() - begun);
    });
  }
  return operations / median(times.slice(warmUp)) / 1e6;
}

const keyed = (speeds) => Object.fromEntries(speeds.map(({ title, gflops }) => [title, gflops]));
