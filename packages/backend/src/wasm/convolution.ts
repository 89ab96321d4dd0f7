import * as tf from '@tensorflow/tfjs-core';
import { BackendError } from '../errors.js';
import { type WindowArguments, windowOf } from '../window.js';
import type { TrainingExports } from './exports.js';
import type { WasmHost } from './host.js';

// n images, h w c image, kh kw window, oh ow positions, oc output channels

/** Bytes of windows that are unrolled at a time; they should fit a second-level cache beside the packed blocks. */
const CHUNK_BYTES = 1 << 19;

type Gradient = 'filterGradient' | 'inputGradient';

/** `Conv2DBackpropFilter`: x [n,h,w,c], dy [n,oh,ow,oc] -> [kh,kw,c,oc]. The stock backend has none. */
export function filterGradientKernel(wasm: TrainingExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as unknown as tf.Conv2DBackpropFilterInputs &
        Record<'x' | 'dy', tf.TensorInfo>;
      const { filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
      const info = convolution(tf.Conv2DBackpropFilter, x.shape, filterShape, dy, attrs, [x, dy]);
      const out = host.output([...filterShape], 'float32');
      run('filterGradient', wasm, host, info, host.address(x), host.address(dy), host.address(out));
      return out;
    },
  };
}

/** `Conv2DBackpropInput`: dy [n,oh,ow,oc], filter [kh,kw,c,oc] -> [n,h,w,c]. The stock kernel is a scalar loop. */
export function inputGradientKernel(wasm: TrainingExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: tf.Conv2DBackpropInput,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { dy, filter } = inputs as unknown as Record<'dy' | 'filter', tf.TensorInfo>;
      const { inputShape } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
      const filterShape = filter.shape as [number, number, number, number];
      const info = convolution(tf.Conv2DBackpropInput, inputShape, filterShape, dy, attrs, [dy, filter]);
      const out = host.output([...inputShape], 'float32');
      run('inputGradient', wasm, host, info, host.address(dy), host.address(filter), host.address(out));
      return out;
    },
  };
}

function convolution(
  kernelName: string,
  inputShape: readonly number[],
  filterShape: readonly number[],
  dy: tf.TensorInfo,
  attrs: tf.NamedAttrMap | undefined,
  inputs: readonly tf.TensorInfo[],
): tf.backend_util.Conv2DInfo {
  const { strides, pad, dataFormat, dimRoundingMode } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
  if (dataFormat !== 'NHWC' || inputs.some(({ dtype }) => dtype !== 'float32')) {
    const got = `${dataFormat} and ${inputs.map(({ dtype }) => dtype).join(', ')}`;
    throw new BackendError(
      'RNP_BACKEND_FAILED',
      `${kernelName} on wasm takes float32 tensors in NHWC order, not ${got}; transpose or cast them first`,
    );
  }
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  if (dy.shape.join() !== info.outShape.join()) {
    throw new BackendError(
      'RNP_BACKEND_FAILED',
      `${kernelName}: an input of [${inputShape}] with a filter of [${filterShape}] gives [${info.outShape}], ` +
        `but its gradient is [${dy.shape}]`,
    );
  }
  return info;
}

function run(
  gradient: Gradient,
  wasm: TrainingExports,
  host: WasmHost,
  info: tf.backend_util.Conv2DInfo,
  first: number,
  second: number,
  out: number,
): void {
  const window: WindowArguments = windowOf(info);
  const [h, w, c, kh, kw, oh, ow] = window;
  const { batchSize: n, outChannels: oc } = info;
  const size = kh * kw * c;
  const rows = n * oh;
  if (rows * ow * size * oc === 0) {
    wasm.clear(out, gradient === 'filterGradient' ? size * oc : n * h * w * c);
    return;
  }
  const chunk = Math.min(rows, Math.max(1, Math.floor(CHUNK_BYTES / (ow * size * 4))));
  const terms = chunk * ow;
  const columnBytes = terms * size * 4;
  const productBytes =
    gradient === 'filterGradient' ? wasm.gemmScratch(size, oc, terms) : wasm.gemmScratch(terms, size, oc);
  host.scratch(columnBytes + productBytes, (columns) => {
    wasm[gradient](first, second, out, rows, ...window, oc, chunk, columns, columns + columnBytes);
  });
}
