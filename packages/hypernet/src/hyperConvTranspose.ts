// n samples, t items a sample, h w image, i inputs, o outputs

import { col2im } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { type Activation, biasActivation } from '@rnp/nn';
import { check, checkActivation, expectShape } from '@rnp/nn/checks';
import * as tf from '@tensorflow/tfjs-core';

export interface HyperConvTransposeOptions {
  /** Pixels between the windows of neighbouring input pixels; at least 1. */
  readonly stride?: number;
  /** Pixels cut off every side of the result; at least 0. */
  readonly pad?: number;
  readonly activation?: Activation;
}

export const defaultHyperConvTransposeOptions: Required<HyperConvTransposeOptions> = Object.freeze({
  stride: 1,
  pad: 0,
  activation: 'identity',
});

/** Side of a transposed convolution's result: (size − 1)·stride − 2·pad + kernel. */
export function convTransposeSize(size: number, kernel: number, stride: number, pad: number): number {
  for (const [name, value] of Object.entries({ size, kernel, stride, pad })) {
    check.wholeNumber(name, value, name === 'pad' ? 0 : 1);
  }
  return (size - 1) * stride - 2 * pad + kernel;
}

/**
 * A transposed convolution in which every sample has its own kernel: one batched product, then the windows are
 * summed where they overlap.
 *
 * **Convention**: input pixel (y, x) adds x·kernel[ky, kx] to the result's pixel (y·stride + ky − pad,
 * x·stride + kx − pad), as PyTorch's conv_transpose2d; the kernel is not flipped.
 *
 * @param x [n·t, h, w, i]; t consecutive items share a sample's kernel
 * @param kernel [n, kh, kw, o, i]
 * @param bias [n, o]
 * @returns [n·t, h', w', o], h' = (h − 1)·stride − 2·pad + kh
 * @throws RnpError RNP_SHAPE; RNP_CONFIG for stride or pad out of range
 */
export function hyperConvTranspose(
  x: tf.Tensor4D,
  kernel: tf.Tensor,
  bias: tf.Tensor,
  options: HyperConvTransposeOptions = {},
): tf.Tensor4D {
  check.options('options', options, [], ['stride', 'pad', 'activation']);
  const defaults = defaultHyperConvTransposeOptions;
  const { stride = defaults.stride, pad = defaults.pad, activation = defaults.activation } = options;
  expectShape('hyperConvTranspose.x', x, ['n·t', 'h', 'w', 'i']);
  const [items, h, w, inputs] = x.shape;
  expectShape('hyperConvTranspose.kernel', kernel, ['n', 'kh', 'kw', 'o', inputs]);
  const [n, kh, kw, outputs] = kernel.shape as [number, number, number, number, number];
  expectShape('hyperConvTranspose.bias', bias, [n, outputs]);
  if (items % n !== 0) {
    throw new RnpError('RNP_SHAPE', `has ${items} items for ${n} kernels; every kernel needs equally many`, {
      path: 'hyperConvTranspose.x',
    });
  }
  check.wholeNumber('hyperConvTranspose.stride', stride, 1);
  check.wholeNumber('hyperConvTranspose.pad', pad, 0);
  checkActivation('hyperConvTranspose.activation', activation);
  const height = convTransposeSize(h, kh, stride, pad);
  const width = convTransposeSize(w, kw, stride, pad);
  if (height < 1 || width < 1) {
    throw new RnpError(
      'RNP_CONFIG',
      `hyperConvTranspose: pad ${pad} leaves nothing of the result (${height}×${width})`,
      { path: 'hyperConvTranspose.pad' },
    );
  }
  return tf.tidy(() => {
    const rows = tf.reshape(x, [n, (items / n) * h * w, inputs]) as tf.Tensor3D;
    const kernels = tf.reshape(kernel, [n, kh * kw * outputs, inputs]) as tf.Tensor3D;
    const columns = tf.reshape(tf.matMul(rows, kernels, false, true), [
      items,
      h,
      w,
      kh * kw * outputs,
    ]) as tf.Tensor4D;
    const image = col2im(columns, {
      imageShape: [height, width, outputs],
      kernel: [kh, kw],
      strides: [stride, stride],
      pad: [
        [pad, pad],
        [pad, pad],
      ],
    });
    return biasActivation(image, bias, activation);
  });
}
