// Legend: n items, t children of one parent, m frames an item, h w c patch, H W canvas.
import { type SideModule, sideModule, type WasmHost } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import { type AffineExports, affineKernels } from './affineKernels.js';
import { registerGradients } from './gradients.js';
import { moduleBase64 } from './module.generated.js';

type Address = number;

/** assembly/index.ts; 0 stands for an absent energy (and then for the image of `gradImage`). */
interface Exports extends AffineExports {
  sample(
    image: Address,
    matrix: Address,
    frames: Address,
    canvas: Address,
    energy: Address,
    scratch: Address,
    ...sizes: Sizes
  ): void;
  gradImage: Backward;
  gradMatrix: Backward;
}

type Backward = (
  canvasGradient: Address,
  energyGradient: Address,
  image: Address,
  matrix: Address,
  frames: Address,
  out: Address,
  scratch: Address,
  ...sizes: Sizes
) => void;

type Sizes = [n: number, m: number, children: number, h: number, w: number, c: number, H: number, W: number];

type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;

/** The kernels on the WASM backend: RnpAffineMatrix, RnpSample, RnpPlaceSum and one kernel for each gradient. */
const module: SideModule = sideModule<Exports>({
  name: '@rnp/spatial-transformer',
  base64: moduleBase64,
  kernels,
});

export const fusedKernels: SideModule = {
  ensure: () => {
    const ready = module.ensure();
    if (ready) registerGradients();
    return ready;
  },
};

function kernels(wasm: Exports, host: WasmHost): readonly tf.KernelConfig[] {
  const address = (info?: tf.TensorInfo): Address => (info ? host.address(info) : 0);

  const forward = (
    inputs: Inputs,
    outputShape: number[],
    children: number,
    withEnergy: boolean,
  ): tf.TensorInfo[] => {
    const { image, matrix, frames } = inputs;
    const [n, h, w, c] = image!.shape as [number, number, number, number];
    const [H, W] = outputShape as [number, number];
    const sizes: Sizes = [n, frames!.shape[1]!, children, h, w, c, H, W];
    return host.scratch(scratchBytes(sizes, 1), (scratch) => {
      const canvas = host.output([n / children, H, W, c], 'float32');
      const energy = withEnergy ? host.output([n / children], 'float32') : undefined;
      wasm.sample(
        address(image),
        address(matrix),
        address(frames),
        address(canvas),
        address(energy),
        scratch,
        ...sizes,
      );
      return energy ? [canvas, energy] : [canvas];
    });
  };

  const backward = (
    call: Backward,
    inputs: Inputs,
    patch: number[],
    children: number,
    out: number[],
  ): tf.TensorInfo => {
    const { dy, energyGradient, image, matrix, frames } = inputs;
    const [, H, W] = dy!.shape as [number, number, number];
    const [h, w, c] = patch as [number, number, number];
    const sizes: Sizes = [matrix!.shape[0]!, frames!.shape[1]!, children, h, w, c, H, W];
    return host.scratch(scratchBytes(sizes, 2), (scratch) => {
      const result = host.output(out, 'float32');
      call(
        address(dy),
        address(energyGradient),
        address(image),
        address(matrix),
        address(frames),
        address(result),
        scratch,
        ...sizes,
      );
      return result;
    });
  };

  const gradImage = (inputs: Inputs, patch: number[], children: number): tf.TensorInfo =>
    backward(wasm.gradImage, inputs, patch, children, [inputs.matrix!.shape[0]!, ...patch]);
  const gradMatrix = (inputs: Inputs, children: number): tf.TensorInfo =>
    backward(wasm.gradMatrix, inputs, inputs.image!.shape.slice(1), children, inputs.matrix!.shape);

  return [
    ...affineKernels(wasm, host),
    kernel('RnpSample', (inputs, attrs) => forward(inputs, attrs.outputShape!, 1, false)[0]!),
    kernel('RnpSampleGradImage', (inputs, attrs) => gradImage(inputs, attrs.patchShape!, 1)),
    kernel('RnpSampleGradMatrix', (inputs) => gradMatrix(inputs, 1)),
    kernel('RnpPlaceSum', (inputs, attrs) => forward(inputs, attrs.outputShape!, attrs.children![0]!, true)),
    kernel('RnpPlaceSumGradImage', (inputs, attrs) =>
      gradImage(inputs, attrs.patchShape!, attrs.children![0]!),
    ),
    kernel('RnpPlaceSumGradMatrix', (inputs, attrs) => gradMatrix(inputs, attrs.children![0]!)),
  ];
}

function kernel(
  kernelName: string,
  run: (inputs: Inputs, attrs: Readonly<Record<string, number[]>>) => tf.TensorInfo | tf.TensorInfo[],
): tf.KernelConfig {
  const kernelFunc: tf.KernelFunc = ({ inputs, attrs }) =>
    run(inputs as Inputs, attrs as unknown as Record<string, number[]>);
  return { kernelName, backendName: 'wasm', kernelFunc };
}

/** The canvas coordinates and `patches` patches with a rim of one pixel. */
function scratchBytes([, , , h, w, c, H, W]: Sizes, patches: number): number {
  return 4 * (H + W + patches * (h + 2) * (w + 2) * c);
}
