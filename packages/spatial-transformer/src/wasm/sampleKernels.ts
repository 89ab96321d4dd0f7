// Legend: n items, t children of one parent, m frames an item, h w c patch, H W canvas.
import type { OpForm, OpKernels, WasmHost } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import type { SampleAttributes } from '../sampleAttributes.js';
import { isSoft } from '../softBorder.js';
import type { ModuleExports } from './module.generated.js';
import { transformerModule } from './transformerModule.js';

/** In the order of assembly/index.ts; address 0 stands for an absent energy, and for frames that have no gradient. */
type Sizes = [n: number, m: number, children: number, h: number, w: number, c: number, H: number, W: number];

type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;

/** image, matrix, frames → the canvases; dy and the same → the gradients of image and matrix, and of soft frames. */
export const wasmSample: OpForm = /* @__PURE__ */ transformerModule.form((wasm, host) =>
  kernels(wasm, host, false),
);

/** As `wasmSample`, each canvas shared by some items, with the energy behind; dy, energyGradient first. */
export const wasmPlaceSum: OpForm = /* @__PURE__ */ transformerModule.form((wasm, host) =>
  kernels(wasm, host, true),
);

function kernels(wasm: ModuleExports, host: WasmHost, withEnergy: boolean): OpKernels {
  const address = (info?: tf.TensorInfo): number => (info ? host.address(info) : 0);

  const forward = (inputs: Inputs, outputShape: number[], children: number): tf.TensorInfo[] => {
    const { image, matrix, frames } = inputs;
    const [n, h, w, c] = image!.shape as [number, number, number, number];
    const [H, W] = outputShape as [number, number];
    const m = frames!.shape[1]!;
    return host.scratch(wasm.sampleBytes(m, h, w, c, H, W), (scratch) => {
      const canvas = host.output([n / children, H, W, c], 'float32');
      const energy = withEnergy ? host.output([n / children], 'float32') : undefined;
      wasm.sample(
        address(image),
        address(matrix),
        address(frames),
        address(canvas),
        address(energy),
        scratch,
        ...([n, m, children, h, w, c, H, W] satisfies Sizes),
        isSoft(frames!) ? 1 : 0,
      );
      return energy ? [canvas, energy] : [canvas];
    });
  };

  const backward = (inputs: Inputs, children: number): tf.TensorInfo[] => {
    const { dy, energyGradient, image, matrix, frames } = inputs;
    const [, H, W] = dy!.shape as [number, number, number];
    const [n, h, w, c] = image!.shape as [number, number, number, number];
    const m = frames!.shape[1]!;
    return host.scratch(wasm.gradientBytes(m, h, w, c, H, W), (scratch) => {
      const gradImage = host.output(image!.shape, 'float32');
      const gradMatrix = host.output(matrix!.shape, 'float32');
      const gradFrames = isSoft(frames!) ? host.output(frames!.shape, 'float32') : undefined;
      wasm.gradient(
        address(dy),
        address(energyGradient),
        address(image),
        address(matrix),
        address(frames),
        address(gradImage),
        address(gradMatrix),
        address(gradFrames),
        scratch,
        ...([n, m, children, h, w, c, H, W] satisfies Sizes),
      );
      return gradFrames ? [gradImage, gradMatrix, gradFrames] : [gradImage, gradMatrix];
    });
  };

  const attributesOf = (attrs: tf.NamedAttrMap | undefined): SampleAttributes =>
    attrs as unknown as SampleAttributes;
  return {
    forward: ({ inputs, attrs }) => {
      const { outputShape, children } = attributesOf(attrs);
      const outputs = forward(inputs as Inputs, outputShape, children);
      return withEnergy ? outputs : outputs[0]!;
    },
    gradient: ({ inputs, attrs }) => backward(inputs as Inputs, attributesOf(attrs).children),
  };
}
