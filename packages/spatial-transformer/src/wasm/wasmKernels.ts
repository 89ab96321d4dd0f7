// Legend: n items, t children of one parent, m frames an item, h w c patch, H W canvas.
import { type SideModule, sideModule, type WasmHost } from '@rnp/backend';
import type * as tf from '@tensorflow/tfjs-core';
import { type AffineExports, affineKernels, registerAffineGradient } from './affineKernels.js';
import { moduleBase64 } from './module.generated.js';

type Address = number;

/** assembly/index.ts; 0 stands for an absent energy. */
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
  sampleBytes(...sizes: ScratchSizes): number;
  gradient(
    canvasGradient: Address,
    energyGradient: Address,
    image: Address,
    matrix: Address,
    frames: Address,
    gradImage: Address,
    gradMatrix: Address,
    scratch: Address,
    ...sizes: Sizes
  ): void;
  gradientBytes(...sizes: ScratchSizes): number;
}

type Sizes = [n: number, m: number, children: number, h: number, w: number, c: number, H: number, W: number];
type ScratchSizes = [m: number, h: number, w: number, c: number, H: number, W: number];

type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;

/** The kernels on the WASM backend: RnpAffineMatrix, RnpSample, RnpPlaceSum and their gradients. */
const module: SideModule = sideModule<Exports>({
  name: '@rnp/spatial-transformer',
  base64: moduleBase64,
  kernels,
});

export const wasmKernels: SideModule = {
  ensure: () => {
    const ready = module.ensure();
    if (ready) registerAffineGradient();
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
      wasm.gradient(
        address(dy),
        address(energyGradient),
        address(image),
        address(matrix),
        address(frames),
        address(gradImage),
        address(gradMatrix),
        scratch,
        ...([n, m, children, h, w, c, H, W] satisfies Sizes),
      );
      return [gradImage, gradMatrix];
    });
  };

  return [
    ...affineKernels(wasm, host),
    kernel('RnpSample', (inputs, attrs) => forward(inputs, attrs.outputShape!, 1, false)[0]!),
    kernel('RnpSampleGrad', (inputs) => backward(inputs, 1)),
    kernel('RnpPlaceSum', (inputs, attrs) => forward(inputs, attrs.outputShape!, attrs.children![0]!, true)),
    kernel('RnpPlaceSumGrad', (inputs, attrs) => backward(inputs, attrs.children![0]!)),
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
