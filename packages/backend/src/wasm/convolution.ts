import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { windowOf } from '../window.js';
import type { WasmHost } from './host.js';
import type { ModuleExports } from './module.generated.js';

// n images, h w c image, kh kw window, oh ow positions, oc output channels

type Shape = [number, number, number, number];

/**
 * `Conv2D`: x [n,h,w,c], filter [kh,kw,c,oc] -> [n,oh,ow,oc]. The stock kernel hands each new filter to XNNPACK, which
 * repacks it; dilations and other orders of the axes stay with it.
 */
export function convolutionKernel(wasm: ModuleExports, host: WasmHost): tf.KernelConfig {
  const stock = host.stock(tf.Conv2D)!;
  return {
    kernelName: tf.Conv2D,
    backendName: 'wasm',
    kernelFunc: (call) => {
      const { x, filter } = call.inputs as unknown as Record<'x' | 'filter', tf.TensorInfo>;
      const { strides, pad, dataFormat, dilations, dimRoundingMode } =
        call.attrs as unknown as tf.Conv2DAttrs;
      const dilated = [dilations].flat().some((step) => step !== 1);
      if (dataFormat !== 'NHWC' || dilated || x.dtype !== 'float32' || filter.dtype !== 'float32')
        return stock(call);

      const info = tf.backend_util.computeConv2DInfo(
        x.shape as Shape,
        filter.shape as Shape,
        strides,
        1,
        pad,
        dimRoundingMode,
      );
      const out = host.output(info.outShape, 'float32');
      const { batchSize: n, outChannels: oc } = info;
      const [h, w, c, kh, kw, oh, ow, sh, sw, top, left] = windowOf(info);
      if (isEmpty(info)) {
        wasm.clear(host.address(out), n * oh * ow * oc);
        return out;
      }
      host.scratch(wasm.convolveScratch(c, kh, kw, oh, ow, sh, sw, oc), (scratch) => {
        const at = [x, filter, out].map(host.address) as [number, number, number];
        wasm.convolve(...at, n, h, w, c, kh, kw, oh, ow, sh, sw, top, left, oc, scratch);
      });
      return out;
    },
  };
}

/** `Conv2DBackpropFilter`: x [n,h,w,c], dy [n,oh,ow,oc] -> [kh,kw,c,oc]. The stock backend has none. */
export function filterGradientKernel(wasm: ModuleExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as unknown as Record<'x' | 'dy', tf.TensorInfo>;
      const { filterShape } = attrs as unknown as tf.Conv2DBackpropFilterAttrs;
      const info = convolution(tf.Conv2DBackpropFilter, x.shape, filterShape, dy, attrs, [x, dy]);
      const out = host.output([...filterShape], 'float32');
      const { batchSize: n, outChannels: oc } = info;
      const [h, w, c, kh, kw, oh, ow, sh, sw, top, left] = windowOf(info);
      if (isEmpty(info)) {
        wasm.clear(host.address(out), kh * kw * c * oc);
        return out;
      }
      host.scratch(wasm.filterGradientScratch(n, c, kh, kw, oh, ow, sh, sw, oc), (scratch) => {
        const at = [x, dy, out].map(host.address) as [number, number, number];
        wasm.filterGradient(...at, n, h, w, c, kh, kw, oh, ow, sh, sw, top, left, oc, scratch);
      });
      return out;
    },
  };
}

/** `Conv2DBackpropInput`: dy [n,oh,ow,oc], filter [kh,kw,c,oc] -> [n,h,w,c]. The stock kernel is a scalar loop. */
export function inputGradientKernel(wasm: ModuleExports, host: WasmHost): tf.KernelConfig {
  return {
    kernelName: tf.Conv2DBackpropInput,
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs }) => {
      const { dy, filter } = inputs as unknown as Record<'dy' | 'filter', tf.TensorInfo>;
      const { inputShape } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
      const info = convolution(tf.Conv2DBackpropInput, inputShape, filter.shape, dy, attrs, [dy, filter]);
      const out = host.output([...inputShape], 'float32');
      const { batchSize: n, outChannels: oc } = info;
      const [h, w, c, kh, kw, oh, ow, sh, sw, top, left] = windowOf(info);
      if (isEmpty(info)) {
        wasm.clear(host.address(out), n * h * w * c);
        return out;
      }
      host.scratch(wasm.inputGradientScratch(n, h, w, c, kh, kw, oh, ow, sh, sw, oc), (scratch) => {
        const at = [dy, filter, out].map(host.address) as [number, number, number];
        wasm.inputGradient(...at, n, h, w, c, kh, kw, oh, ow, sh, sw, top, left, oc, scratch);
      });
      return out;
    },
  };
}

/** Whether there is nothing to multiply or to add up. */
function isEmpty({ inShape, filterHeight, filterWidth, outShape }: tf.backend_util.Conv2DInfo): boolean {
  return [...inShape, filterHeight, filterWidth, ...outShape].includes(0);
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
    throw new RnpError(
      'RNP_BACKEND_FAILED',
      `${kernelName} on wasm takes float32 tensors in NHWC order, not ${got}; transpose or cast them first`,
    );
  }
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as Shape,
    filterShape as Shape,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  if (dy.shape.join() !== info.outShape.join()) {
    throw new RnpError(
      'RNP_BACKEND_FAILED',
      `${kernelName}: an input of [${inputShape}] with a filter of [${filterShape}] gives [${info.outShape}], ` +
        `but its gradient is [${dy.shape}]`,
    );
  }
  return info;
}
