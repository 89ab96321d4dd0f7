import { RnpError } from '@rnp/errors';
import type * as tf from '@tensorflow/tfjs-core';
import { check } from './checks.js';

/** A sliding window over an image. */
export interface Window {
  /** Height and width in pixels. */
  readonly kernel: readonly [number, number];
  /** Steps down and to the right in pixels. */
  readonly strides: readonly [number, number];
  /** Zeros around the image: [[top, bottom], [left, right]]. */
  readonly pad: readonly [readonly [number, number], readonly [number, number]];
}

/** @throws RnpError `RNP_CONFIG` unless there are numbers for all that a window has */
export function requireWindow(window: Window): void {
  check.object('window', window);
  check.numbers('window.kernel', window.kernel, 2);
  check.numbers('window.strides', window.strides, 2);
  check.list('window.pad', window.pad, (path, side) => check.numbers(path, side, 2));
  check.wholeNumber('window.pad.length', window.pad.length, 2, 2);
}

/**
 * How often a window fits: [oh, ow] for an image of `height` x `width`.
 *
 * @throws RnpError `RNP_BACKEND_FAILED` unless all sizes are whole, kernel and strides positive, the padding
 *   not negative, and the window fits at least once
 */
export function windowPositions(height: number, width: number, window: Window): [number, number] {
  const { kernel, strides, pad } = window;
  const positions = [height, width].map((size, axis) => {
    const [before, after] = pad[axis]!;
    return Math.floor((size + before + after - kernel[axis]!) / strides[axis]!) + 1;
  });
  const sizes = [...kernel, ...strides, ...pad.flat()];
  const valid = sizes.every((size, i) => Number.isInteger(size) && size >= (i < 4 ? 1 : 0));
  if (!valid || positions.some((count) => !(count >= 1))) {
    throw new RnpError(
      'RNP_BACKEND_FAILED',
      `a window of ${kernel.join(' x ')} with strides ${strides.join(', ')} and padding ${JSON.stringify(pad)} ` +
        `does not fit an image of ${height} x ${width}`,
    );
  }
  return positions as [number, number];
}

/** The arguments that the WASM kernels share: image, window and positions, in the order of assembly/im2col.ts. */
export type WindowArguments = [
  h: number,
  w: number,
  c: number,
  kh: number,
  kw: number,
  oh: number,
  ow: number,
  sh: number,
  sw: number,
  top: number,
  left: number,
];

/** The window of a convolution as tfjs-core describes it. */
export function windowOf(info: tf.backend_util.Conv2DInfo): WindowArguments {
  return [
    info.inHeight,
    info.inWidth,
    info.inChannels,
    info.filterHeight,
    info.filterWidth,
    info.outHeight,
    info.outWidth,
    info.strideHeight,
    info.strideWidth,
    info.padInfo.top,
    info.padInfo.left,
  ];
}
