import { glorotUniform, type Parameters, prefixed, type Random, type Shapes, select } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import {
  type BatchNormOptions,
  batchNorm,
  batchNormShapes,
  batchNormStatisticShapes,
  initBatchNorm,
} from './batchNorm.js';

/** One convolution followed by batch norm; it has no bias, which the norm would only subtract again. */
export interface Convolution {
  readonly kernel: number;
  readonly stride: number;
  /** Zeros added on every side, in pixels. */
  readonly pad: number;
  readonly input: number;
  readonly output: number;
}

/** Trained: kernel [k, k, in, out], norm/gamma, norm/beta. */
export function convolutionShapes(conv: Convolution): Shapes {
  return {
    kernel: [conv.kernel, conv.kernel, conv.input, conv.output],
    ...prefixShapes('norm', batchNormShapes(conv.output)),
  };
}

export function convolutionStatisticShapes(conv: Convolution): Shapes {
  return prefixShapes('norm', batchNormStatisticShapes(conv.output));
}

export function initConvolution(
  conv: Convolution,
  random: Random,
): { parameters: Parameters; statistics: Parameters } {
  const area = conv.kernel * conv.kernel;
  const norm = initBatchNorm(conv.output);
  const kernel = glorotUniform(
    [conv.kernel, conv.kernel, conv.input, conv.output],
    conv.input * area,
    conv.output * area,
    random,
  );
  return {
    parameters: { kernel, ...prefixed(norm.parameters, 'norm') },
    statistics: prefixed(norm.statistics, 'norm'),
  };
}

/** Side of the output of a convolution over a side of `size` pixels. */
export function convolvedSize(conv: Convolution, size: number): number {
  return Math.floor((size + 2 * conv.pad - conv.kernel) / conv.stride) + 1;
}

/** Convolution → batch norm → sum and activation, where asked for: x [b, h, w, in] → [b, h', w', out]. */
export function convolve(
  x: tf.Tensor4D,
  conv: Convolution,
  parameters: Parameters,
  statistics: Parameters,
  options: BatchNormOptions,
): { output: tf.Tensor4D; statistics: Parameters } {
  const y = padded(x, conv, parameters.kernel as tf.Tensor4D);
  const norm = batchNorm(y, select(parameters, 'norm'), select(statistics, 'norm'), options);
  return { output: norm.output, statistics: prefixed(norm.statistics, 'norm') };
}

/** tfjs-node knows no padding by numbers: what is neither 'valid' nor 'same' gets its zeros beforehand there. */
function padded(x: tf.Tensor4D, { stride, pad, kernel }: Convolution, filter: tf.Tensor4D): tf.Tensor4D {
  const same = stride === 1 && 2 * pad === kernel - 1;
  if (pad === 0 || same) return tf.conv2d(x, filter, stride, pad === 0 ? 'valid' : 'same');
  if (tf.getBackend() !== 'tensorflow') return tf.conv2d(x, filter, stride, pad, 'NHWC', [1, 1], 'floor');
  const sides: [number, number][] = [
    [0, 0],
    [pad, pad],
    [pad, pad],
    [0, 0],
  ];
  return tf.conv2d(tf.pad(x, sides) as tf.Tensor4D, filter, stride, 'valid');
}

/** Puts 'prefix/' before every name. */
export function prefixShapes(prefix: string, shapes: Shapes): Shapes {
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [`${prefix}/${name}`, shape]));
}
