import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { check } from '../checks.js';
import { type ColumnAttributes, wasmCol2im, wasmIm2col } from '../wasm/columns.js';
import { requireWindow, type Window, type WindowArguments, windowPositions } from '../window.js';
import { addAll } from './addAll.js';
import { defineOp, type Op } from './defineOp.js';

// n images, h w c image, kh kw window, oh ow positions of the window

/** A window and the size of the image that it slid over. */
export interface ImageWindow extends Window {
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
}

/**
 * The window's content at each of its positions: [n,h,w,c] -> [n,oh,ow,kh*kw*c], differentiable. With it a
 * convolution is one `tf.matMul`, also where each image has a filter of its own. Its adjoint is `col2im`.
 *
 * **Convention**: position (oy, ox) covers the rows oy*sh - top ... + kh - 1, columns likewise; outside the image
 * it reads 0. Values are ordered row, column, channel, as a filter [kh,kw,c,oc] is.
 *
 * @throws RnpError `RNP_CONFIG` when the image is no float32 tensor of rank 4 or there is no window,
 *   `RNP_BACKEND_FAILED` when the window does not fit
 */
export function im2col(image: tf.Tensor4D, window: Window): tf.Tensor4D {
  check.tensor('image', image, ['n', 'h', 'w', 'c']);
  requireWindow(window);
  const [, h, w, c] = image.shape;
  const shape: ImageWindow = { ...window, imageShape: [h, w, c] };
  return differentiable(
    image,
    (x) => im2colOp({ x }, attributes(columnsShape(x.shape[0], shape), shape)),
    (dy) => col2im(dy, shape),
  );
}

/**
 * Adds windows back where `im2col` reads them: [n,oh,ow,kh*kw*c] -> [n,h,w,c], differentiable; the adjoint of
 * `im2col`: sum(im2col(x) * y) = sum(x * col2im(y)). With it a transposed convolution is one `tf.matMul` before.
 *
 * @throws RnpError as `im2col`, and `RNP_BACKEND_FAILED` when the columns do not have the shape that `im2col` gives
 */
export function col2im(columns: tf.Tensor4D, window: ImageWindow): tf.Tensor4D {
  check.tensor('columns', columns, ['n', 'oh', 'ow', 'kh·kw·c']);
  requireWindow(window);
  check.numbers('window.imageShape', window.imageShape, 3);
  const expected = columnsShape(columns.shape[0], window);
  if (columns.shape.join() !== expected.join()) {
    throw new RnpError(
      'RNP_BACKEND_FAILED',
      `col2im: an image of [${window.imageShape}] has columns of [${expected}], not [${columns.shape}]`,
    );
  }
  return differentiable(
    columns,
    (x) => col2imOp({ x }, attributes([x.shape[0], ...window.imageShape], window)),
    (dy) => im2col(dy, window),
  );
}

function differentiable(
  input: tf.Tensor4D,
  forward: (x: tf.Tensor4D) => tf.Tensor4D,
  backward: (dy: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  const op = tf.customGrad((...inputs) => ({
    value: forward(inputs[0] as tf.Tensor4D),
    gradFunc: (dy: tf.Tensor) => backward(dy as tf.Tensor4D),
  }));
  return op(input) as tf.Tensor4D;
}

interface WindowAttributes extends ColumnAttributes {
  readonly of: ImageWindow;
}

type ColumnsOp = Op<{ readonly x: tf.Tensor4D }, WindowAttributes, tf.Tensor4D>;

const im2colOp: ColumnsOp = /* @__PURE__ */ defineOp({
  name: 'im2col',
  plain: ({ x }, { outputShape, of }) => plainIm2col(x, outputShape, of),
  wasm: wasmIm2col,
});

const col2imOp: ColumnsOp = /* @__PURE__ */ defineOp({
  name: 'col2im',
  plain: ({ x }, { of }) => plainCol2im(x, of),
  wasm: wasmCol2im,
});

function plainIm2col(image: tf.Tensor4D, outputShape: readonly number[], window: ImageWindow): tf.Tensor4D {
  const [n, oh, ow] = outputShape as [number, number, number];
  const { kernel, strides, pad, imageShape } = window;
  const c = imageShape[2];
  const padded = tf.pad(image, [[0, 0], [...pad[0]], [...pad[1]], [0, 0]]);
  const parts = offsets(kernel).map(([y, x]) => {
    const end = [n, y + (oh - 1) * strides[0] + 1, x + (ow - 1) * strides[1] + 1, c];
    return tf.stridedSlice(padded, [0, y, x, 0], end, [1, strides[0], strides[1], 1]);
  });
  return tf.concat(parts, 3) as tf.Tensor4D;
}

function plainCol2im(columns: tf.Tensor4D, window: ImageWindow): tf.Tensor4D {
  const { kernel, strides, pad, imageShape } = window;
  const [h, w, c] = imageShape;
  const [n, oh, ow] = columns.shape;
  const height = Math.max(h + pad[0][0] + pad[0][1], kernel[0] - 1 + oh * strides[0]);
  const width = Math.max(w + pad[1][0] + pad[1][1], kernel[1] - 1 + ow * strides[1]);
  const canvases = offsets(kernel).map(([y, x], i) => {
    const part = tf.slice(columns, [0, 0, 0, i * c], [n, oh, ow, c]);
    const spread = spreadOut(part, strides);
    const below = height - y - oh * strides[0];
    const right = width - x - ow * strides[1];
    return tf.pad(spread, [
      [0, 0],
      [y, below],
      [x, right],
      [0, 0],
    ]);
  });
  return tf.slice(addAll(canvases), [0, pad[0][0], pad[1][0], 0], [n, h, w, c]) as tf.Tensor4D;
}

/** Puts strides - 1 zeros after each pixel, down and to the right: [n,oh,ow,c] -> [n,oh*sh,ow*sw,c]. */
function spreadOut(part: tf.Tensor4D, [sh, sw]: readonly [number, number]): tf.Tensor4D {
  const [n, oh, ow, c] = part.shape;
  const wide = tf.pad(tf.reshape(part, [n * oh * ow, 1, c]), [
    [0, 0],
    [0, sw - 1],
    [0, 0],
  ]);
  const tall = tf.pad(tf.reshape(wide, [n * oh, 1, ow * sw * c]), [
    [0, 0],
    [0, sh - 1],
    [0, 0],
  ]);
  return tf.reshape(tall, [n, oh * sh, ow * sw, c]);
}

function offsets([kh, kw]: readonly [number, number]): [number, number][] {
  return Array.from({ length: kh * kw }, (_, i) => [Math.floor(i / kw), i % kw]);
}

function columnsShape(n: number, window: ImageWindow): [number, number, number, number] {
  const [h, w, c] = window.imageShape;
  const [oh, ow] = windowPositions(h, w, window);
  return [n, oh, ow, window.kernel[0] * window.kernel[1] * c];
}

function attributes(outputShape: number[], window: ImageWindow): WindowAttributes {
  const { imageShape, kernel, strides, pad } = window;
  const [oh, ow] = windowPositions(imageShape[0], imageShape[1], window);
  const shared: WindowArguments = [...imageShape, ...kernel, oh, ow, ...strides, pad[0][0], pad[1][0]];
  return { outputShape, window: shared, of: window };
}
