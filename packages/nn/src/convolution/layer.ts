import * as tf from '@tensorflow/tfjs-core';
import {
  type BatchNormOptions,
  batchNorm,
  batchNormRunningShapes,
  batchNormShapes,
  initBatchNorm,
} from '../batchNorm/layer.js';
import { check } from '../checks.js';
import { glorotUniform } from '../initialise.js';
import { type Parameters, prefixed, type Shapes, select } from '../parameters.js';
import type { Random } from '../random.js';
import { expectShape, expectTensors } from '../shapeCheck.js';

/** One convolution followed by batch norm; it has no bias, which the norm would only subtract again. */
export interface Convolution {
  readonly kernel: number;
  readonly stride: number;
  /** Zeros added on every side, in pixels. */
  readonly pad: number;
  readonly input: number;
  readonly output: number;
}

/** Trained: kernel [k, k, in, out], norm/gamma, norm/beta. @throws RnpError RNP_CONFIG */
export function convolutionShapes(convolution: Convolution): Shapes {
  checkConvolution(convolution);
  return {
    kernel: [convolution.kernel, convolution.kernel, convolution.input, convolution.output],
    ...prefixed(batchNormShapes(convolution.output), 'norm'),
  };
}

/** Carried along: norm/mean, norm/variance. @throws RnpError RNP_CONFIG */
export function convolutionRunningShapes(convolution: Convolution): Shapes {
  checkConvolution(convolution);
  return prefixed(batchNormRunningShapes(convolution.output), 'norm');
}

/** A Glorot uniform kernel, and a norm at the identity. The caller owns the tensors. @throws RnpError RNP_CONFIG */
export function initConvolution(
  convolution: Convolution,
  random: Random,
): { parameters: Parameters; runningStatistics: Parameters } {
  checkConvolution(convolution);
  const area = convolution.kernel * convolution.kernel;
  const kernel = glorotUniform(
    [convolution.kernel, convolution.kernel, convolution.input, convolution.output],
    convolution.input * area,
    convolution.output * area,
    random,
  );
  const norm = initBatchNorm(convolution.output);
  return {
    parameters: { kernel, ...prefixed(norm.parameters, 'norm') },
    runningStatistics: prefixed(norm.runningStatistics, 'norm'),
  };
}

/** Side of the output of a convolution over a side of `size` pixels; below 1 if nothing is left. @throws RnpError RNP_CONFIG */
export function convolvedSize(convolution: Convolution, size: number): number {
  checkConvolution(convolution);
  check.wholeNumber('size', size, Number.MIN_SAFE_INTEGER);
  return Math.floor((size + 2 * convolution.pad - convolution.kernel) / convolution.stride) + 1;
}

/**
 * Convolution → batch norm → sum and activation, if requested: x [b, h, w, in] → [b, h', w', out].
 *
 * @throws RnpError RNP_SHAPE naming a tensor that does not fit, RNP_WEIGHTS one that is missing, RNP_CONFIG
 */
export function convolve(
  x: tf.Tensor4D,
  convolution: Convolution,
  parameters: Parameters,
  runningStatistics: Parameters,
  options: BatchNormOptions,
): { output: tf.Tensor4D; runningStatistics: Parameters } {
  checkConvolution(convolution);
  expectShape('x', x, ['b', 'h', 'w', convolution.input]);
  expectTensors('parameters', parameters, convolutionShapes(convolution));
  expectTensors('runningStatistics', runningStatistics, convolutionRunningShapes(convolution));
  return tf.tidy(() => {
    const y = padded(x, convolution, parameters.kernel as tf.Tensor4D);
    const norm = batchNorm(y, select(parameters, 'norm'), select(runningStatistics, 'norm'), options);
    return { output: norm.output, runningStatistics: prefixed(norm.runningStatistics, 'norm') };
  });
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

/** @throws RnpError RNP_CONFIG naming the size that is none */
function checkConvolution(convolution: Convolution): void {
  check.options('convolution', convolution, ['kernel', 'stride', 'pad', 'input', 'output']);
  for (const name of ['kernel', 'stride', 'input', 'output'] as const) {
    check.wholeNumber(`convolution.${name}`, convolution[name], 1);
  }
  check.wholeNumber('convolution.pad', convolution.pad, 0);
}
